import { defineAugmentation } from "../augmentation.js";
import { shift } from "./shift.js";

/**
 * Moves each image by a whole number of pixels, uniform in -pixels … pixels, vertically and horizontally; zero comes in.
 * Source: Hinton, Vinyals, Dean 2015, arXiv:1503.02531, section 3: "jittered by up to two pixels in any direction".
 */
export const jitter = defineAugmentation({
  name: "jitter",
  summary: "shifts by up to so many pixels each way, filled with zero",
  options: {
    pixels: {
      default: 2,
      summary: "the largest shift, in pixels",
      accepts: (value, { height, width }) => Number.isInteger(value) && +value >= 1 && +value < Math.min(height, width),
      expected: "a whole number of at least 1, below the images' height and width",
    },
  },
  apply(image, out, shape, { pixels }, random) {
    const dy = random.integer(2 * pixels + 1) - pixels;
    const dx = random.integer(2 * pixels + 1) - pixels;
    shift(image, out, shape, dy, dx);
  },
});
