import fc from "fast-check";
import { expect, test } from "vitest";
import { batchCount, batches, epochOrder, type Dataset } from "../../src/data/index.js";
import { OptionError } from "../../src/tensor/index.js";

const table = (samples: number): Dataset => ({
  inputs: Float32Array.from({ length: samples }, (_, i) => i / 2),
  shape: [1],
  labels: Int32Array.from({ length: samples }, (_, i) => i % 3),
  classes: ["a", "b", "c"],
  files: [],
});
const prepare = ({ inputs }: Dataset, indices: Int32Array) => Float32Array.from(indices, (i) => inputs[i]!);

test("an epoch is every sample once, in batches of one size but the last, and can be entered anywhere", () => {
  const positive = fc.integer({ min: 1, max: 200 });
  fc.assert(
    fc.property(positive, positive, fc.nat(), fc.nat(), fc.nat(), (samples, batchSize, seed, epoch, from) => {
      const dataset = table(samples);
      const options = { batchSize, prepare, shuffle: { seed, epoch } };
      const whole = [...batches(dataset, options)];
      expect(whole.length).toBe(batchCount(samples, batchSize));
      whole.forEach(({ size, inputs, labels, indices }, i) => {
        expect(size).toBe(i < whole.length - 1 ? batchSize : samples - i * batchSize);
        expect([...inputs]).toEqual([...indices].map((index) => index / 2));
        expect([...labels]).toEqual([...indices].map((index) => index % 3));
      });
      const seen = whole.flatMap(({ indices }) => [...indices]);
      expect(seen).toEqual([...epochOrder(samples, { seed, epoch })]);
      expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: samples }, (_, i) => i));
      const startBatch = from % (whole.length + 1);
      expect([...batches(dataset, { ...options, startBatch })]).toEqual(whole.slice(startBatch));
    }),
    { numRuns: 40 },
  );
});

test("without shuffling the data keeps its order; epochs and seeds differ in theirs", () => {
  expect([...epochOrder(5)]).toEqual([0, 1, 2, 3, 4]);
  const orders = [
    [1, 0],
    [1, 1],
    [2, 0],
  ].map(([seed, epoch]) => epochOrder(50, { seed: seed!, epoch: epoch! }).join());
  expect(new Set(orders).size).toBe(3);
});

test("every place of the order is equally likely for a sample", () => {
  const counts = new Array<number>(10).fill(0);
  for (let epoch = 0; epoch < 5000; epoch++) counts[epochOrder(10, { seed: 1, epoch }).indexOf(3)]!++;
  // 500 expected, deviation 21: five deviations.
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(107);
});

test.each([
  { options: { batchSize: 0 }, message: /batchSize: got 0, expected a whole number of at least 1/ },
  { options: { batchSize: 2.5 }, message: /batchSize: got 2\.5/ },
  { options: { batchSize: 4, startBatch: 4 }, message: /startBatch is 4, expected 0 to 3/ },
  { options: { batchSize: 4, startBatch: -1 }, message: /startBatch is -1/ },
])("refuses $options", ({ options, message }) => {
  expect(() => [...batches(table(10), { ...options, prepare })]).toThrow(OptionError);
  expect(() => [...batches(table(10), { ...options, prepare })]).toThrow(message);
});
