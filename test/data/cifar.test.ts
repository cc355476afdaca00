import { expect, test } from "vitest";
import { loadDataset, loadSplits } from "../../src/data/index.js";
import { cifarRecord } from "./samples.js";
import { folderOf } from "./scratch.js";

const join = (...records: Uint8Array[]): Uint8Array => Buffer.concat(records);
const tens = (from: number) => join(...Array.from({ length: 20 }, (_, i) => cifarRecord([i % 10], from + i)));

test("a folder of CIFAR-10 gives its batches, its names and its own test batch", async () => {
  const names = ["airplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
  const baseDir = await folderOf({
    "cifar-10-batches-bin/data_batch_1.bin": tens(0),
    "cifar-10-batches-bin/data_batch_2.bin": tens(20),
    "cifar-10-batches-bin/test_batch.bin": tens(100),
    "cifar-10-batches-bin/batches.meta.txt": `${names.join("\n")}\n\n`,
  });
  const { train, test } = await loadSplits({ train: "cifar-10-batches-bin", validation: 0 }, { baseDir, seed: 1 });
  expect(train.shape).toEqual([3, 32, 32]);
  expect(train.classes).toEqual(names);
  expect(train.files.map(({ path }) => path.slice(-16))).toEqual(["data_batch_1.bin", "data_batch_2.bin"]);
  expect([...train.labels]).toEqual(Array.from({ length: 40 }, (_, i) => i % 10));
  expect(train.inputs.filter((_, i) => i % 3072 === 5)).toEqual(Uint8Array.from({ length: 40 }, (_, i) => i));
  expect(test.inputs.filter((_, i) => i % 3072 === 3071)).toEqual(Uint8Array.from({ length: 20 }, (_, i) => 100 + i));
});

test("the planes of a record stay red, green, blue", async () => {
  const record = Uint8Array.from([
    6,
    ...Array<number>(1024).fill(1),
    ...Array<number>(1024).fill(2),
    ...Array<number>(1024).fill(3),
  ]);
  const { inputs, labels, classes } = await loadDataset("x.bin", {}, { baseDir: await folderOf({ "x.bin": record }) });
  expect([inputs[1023], inputs[1024], inputs[2047], inputs[2048]]).toEqual([1, 2, 2, 3]);
  expect(classes[labels[0]!]).toBe("frog");
});

test("CIFAR-100 has a coarse and a fine label, and names beside it", async () => {
  const fine = Array.from({ length: 100 }, (_, i) => `fine ${i}`);
  const coarse = Array.from({ length: 20 }, (_, i) => `coarse ${i}`);
  const baseDir = await folderOf({
    "cifar-100-binary/train.bin": join(cifarRecord([19, 99], 1), cifarRecord([4, 7], 2)),
    "cifar-100-binary/fine_label_names.txt": fine.join("\n"),
    "cifar-100-binary/coarse_label_names.txt": coarse.join("\n"),
  });
  const named = async (spec: { coarse?: boolean }) => {
    const { labels, classes } = await loadDataset("cifar-100-binary", spec, { baseDir });
    return [...labels].map((label) => classes[label]);
  };
  expect(await named({})).toEqual(["fine 99", "fine 7"]);
  expect(await named({ coarse: true })).toEqual(["coarse 19", "coarse 4"]);
});

test("damage is named: a part of a record, labels beyond the classes, mixed files, an empty folder", async () => {
  const baseDir = await folderOf({
    "short.bin": tens(0).subarray(1),
    "high.bin": cifarRecord([10], 0),
    "ten.bin": cifarRecord([1], 0),
    "hundred.bin": cifarRecord([1, 1], 0),
    "cifar/readme.txt": "nothing here",
  });
  const load = (source: string | string[]) => loadDataset(source, {}, { baseDir });
  await expect(load("short.bin")).rejects.toThrow(/short\.bin: 61459 bytes are no whole number of CIFAR records/);
  await expect(load("high.bin")).rejects.toThrow(/label 10 of sample 0 is outside the classes, which are 0 to 9/);
  await expect(load(["ten.bin", "hundred.bin"])).rejects.toThrow(/CIFAR-10 and CIFAR-100 files are mixed/);
  await expect(load("cifar")).rejects.toThrow(/holds no data_batch_1\.bin … or train\.bin \(it holds readme\.txt\)/);
  await expect(loadSplits({ train: "ten.bin" }, { baseDir, seed: 1 })).rejects.toThrow(
    /no training sample of classes airplane, bird, cat/,
  );
});
