import { defineAugmentation } from "../augmentation.js";

/** Mirrors an image left to right with a probability. Right for photographs, wrong for digits and letters. */
export const flip = defineAugmentation({
  name: "flip",
  summary: "mirrors left to right with a probability",
  options: {
    probability: {
      default: 0.5,
      summary: "how often",
      accepts: (value) => +value > 0 && +value <= 1,
      expected: "a number above 0, at most 1",
    },
  },
  apply(image, out, { channels, height, width }, { probability }, random) {
    if (random.next() >= probability) {
      out.set(image);
      return;
    }
    for (let row = 0; row < channels * height * width; row += width) {
      for (let x = 0; x < width; x++) out[row + x] = image[row + width - 1 - x]!;
    }
  },
});
