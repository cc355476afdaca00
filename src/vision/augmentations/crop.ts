import { defineAugmentation, type ImageShape, type Pixels } from "../augmentation.js";
import { shift } from "./shift.js";

/**
 * Pads each image on all sides and cuts a window of the old size out of it, at a uniformly random place.
 * Source: He, Zhang, Ren, Sun 2016, arXiv:1512.03385, section 4.2: 4 pixels of padding on CIFAR-10.
 */
export const crop = defineAugmentation({
  name: "crop",
  summary: "pads, then cuts a random window of the old size",
  options: {
    padding: {
      default: 4,
      summary: "pixels added on each side",
      accepts: (value, { height, width }) => Number.isInteger(value) && +value >= 1 && +value < Math.min(height, width),
      expected: "a whole number of at least 1, below the images' height and width",
    },
    fill: {
      default: "zero",
      summary: "what the padding holds: zero, or reflect for the image mirrored at its edge",
      accepts: (value) => value === "zero" || value === "reflect",
      expected: `"zero" or "reflect"`,
    },
  },
  apply(image, out, shape, { padding, fill }, random) {
    const dy = random.integer(2 * padding + 1) - padding;
    const dx = random.integer(2 * padding + 1) - padding;
    if (fill === "zero") shift(image, out, shape, dy, dx);
    else shiftReflected(image, out, shape, dy, dx);
  },
});

/** As `shift`, but what comes in is the image mirrored at its edge, the edge itself not repeated. */
function shiftReflected(image: Pixels, out: Pixels, { channels, height, width }: ImageShape, dy: number, dx: number) {
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      const row = (c * height + y) * width;
      const from = (c * height + reflected(y - dy, height)) * width;
      for (let x = 0; x < width; x++) out[row + x] = image[from + reflected(x - dx, width)]!;
    }
  }
}

/** -1 → 1, -2 → 2; size → size - 2. */
const reflected = (at: number, size: number): number => (at < 0 ? -at : at >= size ? 2 * size - 2 - at : at);
