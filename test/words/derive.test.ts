import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FileError, OptionError, ShapeError } from "../../src/tensor/index.js";
import { KeyedVectors, describeVectors } from "../../src/words/index.js";
import { folderOf } from "../data/scratch.js";
import { gensimFiles, pathOf } from "./formats/files.js";
import { rowsOf } from "./formats/load.js";

const words = ["the", "King", "don't", "日", "3.50", "zero"];
const numbers = Float32Array.of(3, 4, 1, 0, -2, 0, 0.5, 0.5, 1, 2, 0, 0);
const counts = [9, 5, 4, 3, 2, 1];
const vectors = () => new KeyedVectors({ words, vectors: numbers, size: 2, counts });
const both = [["float32", vectors] as const, ["int8", () => vectors().toInt8()] as const];

test("unit-normed vectors have length 1, but for zero", () => {
  const unit = vectors().unitNormed();
  expect([...unit.norms].map((x) => Number(x.toFixed(6)))).toEqual([1, 1, 1, 1, 1, 0]);
  expect([...unit.getVector("the")]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  expect([...unit.counts!]).toEqual(counts);
  expect(numbers[0]).toBe(3); // a copy
});

test.each(both)("slices of %s vectors", (_, make) => {
  const all = rowsOf(make());
  for (const [from, to] of [
    [1, 3],
    [-2, undefined],
    [0, -1],
    [4, 2],
    [0, 99],
  ] as const) {
    const part = make().slice(from, to);
    expect([...part.words]).toEqual(words.slice(from, to));
    expect(rowsOf(part)).toEqual(all.slice(from, to));
    expect([...part.counts!]).toEqual(counts.slice(from, to));
  }
});

test.each(both)("some of %s vectors, each once, in the order of their names", (_, make) => {
  const some = make().vectorsForAll(["zero", "none", "the", "zero"]);
  expect([...some.words]).toEqual(["zero", "the"]);
  expect(rowsOf(some)).toEqual([make().getVector("zero"), make().getVector("the")].map((row) => [...row]));
  expect([...some.counts!]).toEqual([1, 9]);
});

test("unknown words are made up of their parts, unless that is not wanted", async () => {
  const loaded = await KeyedVectors.load(pathOf("fasttext.bin"));
  const { unseen } = gensimFiles.find(({ file }) => file === "fasttext.bin")!;
  const some = loaded.vectorsForAll(["king", "kingdom"]);
  expect(some.counts).toBeUndefined();
  unseen[0]!.vector.forEach((x, i) => expect(some.rows.data[3 + i]!).toBeCloseTo(x, 6));
  expect([...loaded.vectorsForAll(["king", "kingdom"], { allowInference: false }).words]).toEqual(["king"]);
});

test("further vectors: old ones stay, or are replaced", () => {
  const added = [[7, 7], Float32Array.of(8, 8), [9, 9]] as const;
  const kept = vectors().withVectors(["new", "the", "new"], added);
  expect([...kept.words]).toEqual([...words, "new"]);
  expect([rowsOf(kept)[0], rowsOf(kept)[6]]).toEqual([
    [3, 4],
    [7, 7],
  ]);
  const replaced = vectors().withVectors(["new", "the", "new"], added, { replace: true });
  expect([rowsOf(replaced)[0], rowsOf(replaced)[6]]).toEqual([
    [8, 8],
    [9, 9],
  ]);
  expect(vectors().has("new")).toBe(false);
  expect(() => vectors().withVectors(["a"], [])).toThrow(OptionError);
  expect(() => vectors().withVectors(["a"], [[1]])).toThrow(ShapeError);
});

test.each([
  ["in pieces cut anywhere", ["The ki", "ng's price: 3.50!"], ["the", "3.50"]],
  ["with capitals and punctuation", ["(King) DON'T, “zero”"], ["King", "don't", "zero"]],
  ["without blanks", ["日本"], ["日"]],
])("the words that a text uses: %s", async (_, pieces, kept) => {
  const pruned = await vectors().prune(pieces.map((piece) => Buffer.from(piece)));
  expect([...pruned.words]).toEqual(kept);
  expect(rowsOf(pruned)).toEqual(kept.map((word) => [...vectors().getVector(word)]));
  expect([...pruned.counts!]).toEqual(kept.map((word) => counts[words.indexOf(word)]));
});

test("the words that files use; a missing one is named", async () => {
  const folder = await folderOf({ "a.txt": "the\n", "b.txt.gz": gzipSync("a King\n") });
  expect([...(await vectors().prune(folder)).words]).toEqual(["the", "King"]);
  expect([...(await vectors().prune(["the", ["King"]])).words]).toEqual(["the", "King"]);
  await expect(vectors().prune(join(folder, "none"))).rejects.toThrow(FileError);
  await expect(vectors().prune(["strange", "tongue"])).rejects.toThrow(/uses none of the \d+ words/);
  await expect(vectors().prune(folder, { signal: AbortSignal.abort() })).rejects.toThrow(/aborted/);
});

test("what a file holds", async () => {
  expect(await describeVectors(pathOf("fasttext.bin"))).toMatchObject({
    format: "fasttext-binary",
    words: 7,
    size: 3,
    dtype: "float32",
    parts: "2-4",
    firstWords: gensimFiles.find(({ file }) => file === "fasttext.bin")!.words,
  });
  const folder = await folderOf({});
  await vectors().toInt8().save(join(folder, "v.safetensors"));
  expect(await describeVectors(join(folder, "v.safetensors"))).toMatchObject({
    dtype: "int8",
    occurrences: 24,
    parts: null,
    norms: { least: 0, most: expect.closeTo(5, 1) as number },
  });
});

test.each([
  ["a word twice", { words: ["a", "b", "a"], vectors: new Float32Array(3), size: 1 }, OptionError, /"a" occurs twice/],
  [
    "too few vectors",
    { words: ["a", "b"], vectors: new Float32Array(3), size: 3 },
    ShapeError,
    /2 words of size 3 need \[2, 3\] numbers, got \[1, 3\]/,
  ],
  [
    "too few counts",
    { words: ["a", "b"], vectors: new Float32Array(2), size: 1, counts: [1] },
    ShapeError,
    /as many counts, got 1/,
  ],
])("%s are refused", (_, options, kind, message) => {
  expect(() => new KeyedVectors(options)).toThrow(kind);
  expect(() => new KeyedVectors(options)).toThrow(message);
});
