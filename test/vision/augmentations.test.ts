import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OptionError } from "../../src/tensor/index.js";
import { augmentations, bindAugmentations, SampleRandom } from "../../src/vision/index.js";

const height = 6;
const width = 5;
const shape = [2, height, width];
const size = 2 * height * width;
/** No zero in it, and no two pixels alike. */
const image = Uint8Array.from({ length: size }, (_, i) => i + 1);

function augmented(spec: Parameters<typeof bindAugmentations>[0][number], sample: number, source = image) {
  const random = new SampleRandom(1, 0, 0);
  random.start(sample);
  const out = new Uint8Array(size).fill(255); // what was there before must not shine through
  bindAugmentations([spec], shape)[0]!.apply(source, out, random);
  return out;
}

/** Where the image of all distinct pixels was moved to, and a check that the rest is zero. */
function shiftOf(out: Uint8Array): { dy: number; dx: number } {
  const seen = out.findIndex((pixel) => pixel > 0);
  const at = seen % (height * width);
  const from = (out[seen]! - 1) % (height * width);
  const dy = Math.floor(at / width) - Math.floor(from / width);
  const dx = (at % width) - (from % width);
  const expected = Uint8Array.from(image, (_, i) => {
    const [c, y, x] = [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
    const [fromY, fromX] = [y - dy, x - dx];
    const isInside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
    return isInside ? image[(c * height + fromY) * width + fromX]! : 0;
  });
  expect(out).toEqual(expected);
  return { dy, dx };
}

/** How often each text occurs. */
function tally(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

const samples = Array.from({ length: 5000 }, (_, i) => i);

test.each([{ name: "jitter", pixels: 2 } as const, { name: "crop", padding: 2 } as const])(
  "$name moves the whole image, every shift equally often",
  (spec) => {
    const shifts = tally(
      samples.map((sample) => {
        const { dy, dx } = shiftOf(augmented(spec, sample));
        return `${dy},${dx}`;
      }),
    );
    expect(shifts.size).toBe(25);
    // 200 expected of each, deviation 14: five deviations.
    for (const count of shifts.values()) expect(Math.abs(count - 200)).toBeLessThan(70);
  },
);

test("a reflected crop is a window of the mirrored surroundings", () => {
  const padding = 3;
  // The reference builds the padded image, as the paper says it, and looks the window up in it.
  const mirrored = (at: number, length: number): number =>
    [...Array(length).keys()].at(at < 0 ? -at : at < length ? at : 2 * (length - 1) - at)!;
  const windows = new Map<string, string>();
  for (let top = -padding; top <= padding; top++) {
    for (let left = -padding; left <= padding; left++) {
      const window = Uint8Array.from(image, (_, i) => {
        const [c, y, x] = [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
        return image[(c * height + mirrored(y + top, height)) * width + mirrored(x + left, width)]!;
      });
      windows.set(window.join(), `${top},${left}`);
    }
  }
  const seen = samples.map((sample) =>
    windows.get(augmented({ name: "crop", padding, fill: "reflect" }, sample).join()),
  );
  expect(seen).not.toContain(undefined);
  expect(new Set(seen).size).toBe(49);
});

test("flip mirrors half of the images, each row left to right", () => {
  const mirrored = Uint8Array.from(image, (_, i) => image[i - (i % width) + (width - 1 - (i % width))]!);
  const kinds = tally(samples.map((sample) => augmented("flip", sample).join()));
  expect([...kinds.keys()].sort()).toEqual([image.join(), mirrored.join()].sort());
  expect(Math.abs(kinds.get(mirrored.join())! - 2500)).toBeLessThan(180);
  expect(augmented({ name: "flip", probability: 1 }, 0)).toEqual(mirrored);
});

describe.each(augmentations)("$name", ({ name, options }) => {
  test("keeps float images as it keeps bytes, and leaves its source alone", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: size, maxLength: size }), fc.nat(), (pixels, sample) => {
        const bytes = augmented(name, sample, pixels);
        const source = Float32Array.from(pixels);
        const floats = new Float32Array(size);
        const random = new SampleRandom(1, 0, 0);
        random.start(sample);
        bindAugmentations([name], shape)[0]!.apply(source, floats, random);
        expect([...floats]).toEqual([...bytes]);
        expect([...source]).toEqual([...pixels]);
      }),
    );
  });

  test("has defaults that it accepts, and puts them into the recipe", () => {
    const defaults = Object.fromEntries(Object.entries(options).map(([option, rule]) => [option, rule.default]));
    expect(bindAugmentations([name], shape)[0]!.spec).toEqual({ name, ...defaults });
  });
});

test.each([
  { specs: ["jiter"], message: /no augmentation "jiter". Did you mean "jitter"\?/ },
  { specs: [{ name: "jitter", pixel: 2 }], message: /jitter has no option "pixel". Did you mean "pixels"\?/ },
  { specs: [{ name: "jitter", pixels: 1.5 }], message: /jitter\.pixels is 1\.5, expected a whole number/ },
  { specs: [{ name: "jitter", pixels: 5 }], message: /below the images' height and width/ },
  { specs: [{ name: "jitter", pixels: "2" }], message: /jitter\.pixels is "2", expected a whole number/ },
  {
    specs: ["flip", { name: "crop", fill: "grey" }],
    message: /augment\[1\]: crop\.fill is "grey", expected "zero" or/,
  },
  { specs: [{ name: "flip", probability: 0 }], message: /flip\.probability is 0, expected a number above 0/ },
  { specs: [{ name: "constructor" }], message: /no augmentation "constructor"/ },
])("refuses $specs", ({ specs, message }) => {
  expect(() => bindAugmentations(specs, shape)).toThrow(OptionError);
  expect(() => bindAugmentations(specs, shape)).toThrow(message);
});

test("augmentations of a table are refused", () => {
  expect(() => bindAugmentations(["flip"], [784])).toThrow(/for images, but samples have the shape \[784\]/);
  expect(bindAugmentations([], [784])).toEqual([]);
});
