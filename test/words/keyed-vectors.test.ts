import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KeyedVectors } from "../../src/words/index.js";
import { folderOf } from "../data/scratch.js";

const words = ["king", "queen", "man", "woman", "naïve"];
// prettier-ignore
const vectors = Float32Array.from([
  2, 0, 1,
  2, 1, 1,
  0, 0, 1,
  0, 1, 1,
  -1, 0, 0,
]);
const royal = () => new KeyedVectors({ words, vectors, size: 3 });

test("king - man + woman", () => {
  const answer = royal().mostSimilar({ positive: ["king", "woman"], negative: ["man"], topn: 2 });
  expect(answer.map(({ word }) => word)).toEqual(["queen", "naïve"]);
});

test("saved and loaded, they are the same, and nothing else is left in the folder", async () => {
  const folder = await folderOf({});
  await royal().save(join(folder, "royal.bin"));
  const loaded = await KeyedVectors.load(join(folder, "royal.bin"));
  expect([...loaded.words]).toEqual(words);
  expect(words.flatMap((word) => [...loaded.getVector(word)])).toEqual([...vectors]);
  expect(await readdir(folder)).toEqual(["royal.bin"]);
});
