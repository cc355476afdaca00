import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { loadDataset, parseIdx } from "../../src/data/index.js";
import { DataError, FormatError } from "../../src/tensor/index.js";
import { idxFile, ramp } from "./samples.js";
import { folderOf } from "./scratch.js";

const source = { images: "train-images-idx3-ubyte", labels: "train-labels-idx1-ubyte" };
const load = async (images: Uint8Array, labels: Uint8Array, classes?: string[]) =>
  loadDataset(source, { classes }, { baseDir: await folderOf({ [source.images]: images, [source.labels]: labels }) });

const images = idxFile(8, [4, 3, 2], ramp(24));
const labels = idxFile(8, [4], [0, 1, 1, 0]);

test("plain and gzipped files hold the same, whatever they are called", async () => {
  const plain = await load(images, labels);
  expect([...plain.inputs]).toEqual(ramp(24));
  expect(plain.shape).toEqual([1, 3, 2]);
  expect([...plain.labels]).toEqual([0, 1, 1, 0]);
  expect(plain.classes).toEqual(["0", "1"]);
  const { inputs, shape } = await load(gzipSync(images), gzipSync(labels));
  expect([inputs, shape]).toEqual([plain.inputs, plain.shape]);
});

test("a pair of images and labels is IDX whatever the names", async () => {
  const baseDir = await folderOf({ a: images, b: labels });
  const dataset = await loadDataset({ images: "a", labels: "b" }, {}, { baseDir });
  expect(dataset.files.map(({ path }) => path)).toEqual([join(baseDir, "a"), join(baseDir, "b")]);
  await expect(loadDataset([], {}, { baseDir })).rejects.toThrow(/the list of paths is empty/);
});

test("a gzip file that keeps a long name is read too", () => {
  const packed = gzipSync(images);
  const named = Buffer.concat([
    packed.subarray(0, 3),
    Buffer.from([8]),
    packed.subarray(4, 10),
    Buffer.alloc(5000, "n"),
    Buffer.of(0),
    packed.subarray(10),
  ]);
  expect(parseIdx(named, "named").shape).toEqual([4, 3, 2]);
});

test("the labels' file is found beside the images, named as MNIST's", async () => {
  const baseDir = await folderOf({ [source.images]: images, [source.labels]: labels });
  const dataset = await loadDataset(source.images, {}, { baseDir });
  expect([...dataset.labels]).toEqual([0, 1, 1, 0]);
  await expect(loadDataset("x.idx", { format: "idx" }, { baseDir })).rejects.toThrow(
    /x\.idx does not tell where its labels/,
  );
});

test.each([
  { type: 0x09, bytes: [0xff, 0x7f], values: [-1, 127] },
  { type: 0x0b, bytes: [0xff, 0xfe, 0x01, 0x00], values: [-2, 256] },
  { type: 0x0c, bytes: [0xff, 0xff, 0xff, 0xff, 0, 1, 0, 0], values: [-1, 65536] },
  { type: 0x0d, bytes: [0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0], values: [1.5, -2] },
  { type: 0x0e, bytes: [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0], values: [1.5, -2] },
])("element type $type is read big-endian", ({ type, bytes, values }) => {
  expect([...parseIdx(idxFile(type, [2], bytes), "x").data]).toEqual(values);
});

describe("refused, with a message that helps:", () => {
  const terabytes = [0xff, 0xff, 0xff, 0xff];
  test.each([
    {
      what: "another format",
      file: Uint8Array.from([0x50, 0x4b, 3, 4]),
      message: /no IDX file: it starts with 50 4b 03 04/,
    },
    { what: "an empty file", file: new Uint8Array(), message: /no IDX file: it starts with nothing/ },
    { what: "half a header", file: images.subarray(0, 9), message: /ends within its header/ },
    {
      what: "a truncated file",
      file: images.subarray(0, 30),
      message: /promises \[4, 3, 2\], 40 bytes in all, but the file has 30/,
    },
    { what: "a file that is too long", file: Uint8Array.from([...images, 0]), message: /but the file has 41/ },
    { what: "no samples", file: idxFile(8, [0, 3, 2], []), message: /empty: its header says \[0, 3, 2\]/ },
    {
      what: "sizes of terabytes",
      file: Uint8Array.from([0, 0, 8, 3, ...terabytes, ...terabytes, ...terabytes]),
      message: /7\.9\d+e\+28 bytes in all, but the file has 16/,
    },
    { what: "NaN", file: idxFile(0x0d, [1, 1], [0x7f, 0xc0, 0, 0]), message: /element 0 is NaN, not a finite number/ },
    {
      what: "doubles beyond float32",
      file: idxFile(0x0e, [1], [0x7f, 0, 0, 0, 0, 0, 0, 0]),
      message: /element 0 is .*e\+.*, not a finite number in float32/,
    },
    { what: "a truncated gzip file", file: gzipSync(images).subarray(0, 40), message: /gzip data is broken/ },
    { what: "a damaged gzip file", file: gzipSync(images).fill(255, 20, 30), message: /gzip data is broken/ },
    { what: "gzip of too little", file: gzipSync(images.subarray(0, 30)), message: /promises 40 bytes, it holds 30/ },
    {
      what: "gzip of too much",
      file: gzipSync(Uint8Array.from([...images, 0])),
      message: /promises 40 bytes, it holds more/,
    },
    {
      what: "gzip of terabytes by its header",
      file: gzipSync(Uint8Array.from([0, 0, 8, 3, ...terabytes, ...terabytes, ...terabytes])),
      message: /compressed bytes cannot hold/,
    },
  ])("$what", ({ file, message }) => {
    expect(() => parseIdx(file, "a.idx")).toThrow(FormatError);
    expect(() => parseIdx(file, "a.idx")).toThrow(message);
    expect(() => parseIdx(file, "a.idx")).toThrow(/^a\.idx: /);
  });

  test("a gzip bomb: it is not unpacked beyond what its header promises", () => {
    const zeros = gzipSync(new Uint8Array(1 << 24));
    const bomb = Buffer.concat([gzipSync(images), ...Array<Buffer>(64).fill(zeros)]); // a megabyte that holds a gigabyte
    const before = process.resourceUsage().maxRSS;
    expect(() => parseIdx(bomb, "bomb.gz")).toThrow(/holds more/);
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(200_000); // kilobytes
  });

  test.each([
    {
      what: "another number of labels",
      labels: idxFile(8, [3], [0, 1, 0]),
      message: /4 images \[4, 3, 2\] but 3 labels/,
    },
    {
      what: "several labels a sample",
      labels: idxFile(8, [4, 2], ramp(8)),
      message: /multi-label data.* not supported/,
    },
    {
      what: "labels that are no whole numbers",
      labels: idxFile(0x0d, [4], new Uint8Array(16)),
      message: /labels are floating-point/,
    },
    {
      what: "negative labels",
      labels: idxFile(9, [4], [0, 1, 0xff, 0]),
      message: /label -1 of sample 2 is outside the classes/,
    },
    {
      what: "labels that would need millions of classes",
      labels: idxFile(0x0c, [4], [0x7f, 255, 255, 255, ...new Uint8Array(12)]),
      message: /largest label is 2147483647, but there are only 4 samples/,
    },
    {
      what: "labels beyond the classes",
      labels: idxFile(8, [4], [0, 1, 2, 0]),
      classes: ["no", "yes"],
      message: /label 2 of sample 2 is outside the classes, which are 0 to 1 \(no, yes\)/,
    },
  ])("$what", async ({ labels, classes, message }) => {
    await expect(load(images, labels, classes)).rejects.toThrow(DataError);
    await expect(load(images, labels, classes)).rejects.toThrow(message);
  });

  test("images and labels the wrong way round", async () => {
    await expect(load(labels, images)).rejects.toThrow(/labels have the shape \[4, 3, 2\]|swapped/);
    await expect(load(labels, labels)).rejects.toThrow(/Are images and labels swapped\?/);
  });
});
