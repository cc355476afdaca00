import fc from "fast-check";
import { expect, test } from "vitest";
import { batches, numericShape, type Dataset } from "../../src/data/index.js";
import { OptionError, Random, ShapeError } from "../../src/tensor/index.js";
import {
  bindAugmentations,
  fitPreparation,
  prepareInputs,
  preparer,
  type Preparation,
} from "../../src/vision/index.js";

/** Noise, `[samples, 2, 6, 5]`. */
function noise(samples: number, seed = 1): Dataset {
  const random = new Random(seed);
  const inputs = Uint8Array.from({ length: samples * 60 }, () => random.integer(256));
  const labels = Int32Array.from({ length: samples }, (_, i) => i % 3);
  return { inputs, shape: [2, 6, 5], labels, classes: ["a", "b", "c"], files: [] };
}

const all = (dataset: Dataset): Int32Array => Int32Array.from(dataset.labels.keys());

function momentsOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length) };
}

test("the training set has mean 0 and deviation 1 in each channel, also when it is a table", () => {
  const images = noise(50);
  const table: Dataset = { ...images, inputs: Float32Array.from(images.inputs, (x) => 1e4 + x / 7), shape: [60] };
  for (const [dataset, area] of [
    [images, 30],
    [table, 1],
  ] as const) {
    const ready = preparer(fitPreparation(dataset))(dataset, all(dataset));
    for (let c = 0; c < 60 / area; c++) {
      const { mean, deviation } = momentsOf([...ready].filter((_, i) => Math.floor((i % 60) / area) === c));
      expect(Math.abs(mean)).toBeLessThan(1e-4);
      expect(deviation).toBeCloseTo(1, 4);
    }
  }
});

test("a constant channel becomes 0", () => {
  const dataset = { ...noise(4), inputs: new Uint8Array(240).fill(9) };
  expect(new Set(preparer(fitPreparation(dataset))(dataset, all(dataset)))).toEqual(new Set([0]));
});

test("scale, none and given values do what they say", () => {
  const dataset = noise(2);
  const ready = (normalize: Parameters<typeof fitPreparation>[1]) => [
    ...preparer(fitPreparation(dataset, normalize))(dataset, all(dataset)),
  ];
  const expected = (term: (x: number, c: number) => number) =>
    [...dataset.inputs].map((x, i) => Math.fround(term(x, Math.floor((i % 60) / 30))));
  expect(ready("scale")).toEqual(expected((x) => x / 255));
  expect(ready("none")).toEqual(expected((x) => x));
  expect(ready({ mean: 0.1307, deviation: 0.3081 })).toEqual(expected((x) => (x / 255 - 0.1307) / 0.3081));
  expect(ready({ mean: [0.5, 0.25], deviation: 2 })).toEqual(expected((x, c) => (x / 255 - [0.5, 0.25][c]!) / 2));
});

test("normalisation that cannot be is refused", () => {
  const dataset = noise(2);
  expect(() => fitPreparation(dataset, { mean: [1, 2, 3], deviation: 1 })).toThrow(
    /mean: got \[1, 2, 3\].*each of 2 channels/,
  );
  expect(() => fitPreparation(dataset, { mean: 0, deviation: 0 })).toThrow(
    /deviation: got 0, 0, expected numbers above 0/,
  );
  expect(() => fitPreparation(dataset, "standart" as "standard")).toThrow(OptionError);
});

test("a preparation survives JSON, and prepares new samples as it did the old", () => {
  const dataset = noise(3);
  const preparation = fitPreparation(dataset);
  const reread = JSON.parse(JSON.stringify(preparation)) as Preparation;
  const ready = preparer(preparation)(dataset, Int32Array.of(2));
  expect(prepareInputs(reread, dataset.inputs.subarray(120))).toEqual(ready);
  expect(() => prepareInputs(reread, new Uint8Array(59))).toThrow(ShapeError);
  expect(() => preparer(preparation)({ ...dataset, shape: [60] }, Int32Array.of(0))).toThrow(/\[60\].*\[2, 6, 5\]/);
});

test("what a sample becomes depends on seed, epoch and sample alone, not on its batch", () => {
  const dataset = noise(40);
  const augment = bindAugmentations(
    [{ name: "jitter", pixels: 2 }, { name: "crop", padding: 1 }, "flip"],
    numericShape(dataset),
  );
  const preparation = fitPreparation(dataset);
  const prepare = (seed: number, epoch: number) => preparer(preparation, { augmentations: augment, seed, epoch });
  fc.assert(
    fc.property(fc.nat(), fc.nat(50), fc.integer({ min: 1, max: 17 }), fc.nat(50), (seed, epoch, batchSize, order) => {
      const whole = prepare(seed, epoch)(dataset, all(dataset));
      for (const batch of batches(dataset, {
        batchSize,
        prepare: prepare(seed, epoch),
        shuffle: { seed, epoch: order },
      })) {
        batch.indices.forEach((index, i) => {
          expect(batch.inputs.subarray(i * 60, (i + 1) * 60)).toEqual(whole.subarray(index * 60, (index + 1) * 60));
        });
      }
    }),
    { numRuns: 20 },
  );
  const first = prepare(1, 0)(dataset, all(dataset));
  expect(prepare(1, 1)(dataset, all(dataset))).not.toEqual(first);
  expect(prepare(2, 0)(dataset, all(dataset))).not.toEqual(first);
});

test("two augmentations of one kind draw different numbers", () => {
  const dataset = noise(30);
  const twice = bindAugmentations(["flip", "flip"], numericShape(dataset));
  const preparation = fitPreparation(dataset, "none");
  const ready = preparer(preparation, { augmentations: twice, seed: 1, epoch: 0 })(dataset, all(dataset));
  // With the same numbers the second flip would undo the first each time.
  expect([...ready]).not.toEqual([...dataset.inputs]);
});
