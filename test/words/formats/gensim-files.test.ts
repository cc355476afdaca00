import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KeyedVectors } from "../../../src/words/index.js";
import { folderOf } from "../../data/scratch.js";
import { gensimFiles, pathOf } from "./files.js";

test.each(gensimFiles)("$file is read as gensim reads it", async ({ file, words, vectors, counts, unseen }) => {
  const loaded = await KeyedVectors.load(pathOf(file));
  expect([...loaded.words]).toEqual(words);
  words.forEach((word, i) => expectNear(loaded.getVector(word), vectors[i]!));
  expect(loaded.counts && [...loaded.counts]).toEqual(counts ?? undefined);
  expect(loaded.subwords !== undefined).toBe(unseen.length > 0);
  for (const { word, vector } of unseen) {
    expect(loaded.has(word)).toBe(true);
    expectNear(loaded.getVector(word), vector);
  }
});

function expectNear(actual: Float32Array, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((x, i) => expect(actual[i]!).toBeCloseTo(x, 7));
}

test("an unseen word of fastText is asked for as any other", async () => {
  const vectors = await KeyedVectors.load(pathOf("fasttext.bin"));
  const [nearest] = vectors.mostSimilar({ positive: ["kings"], topn: 1 });
  expect(vectors.similarity("kings", nearest!.word)).toBeCloseTo(nearest!.similarity, 5);
});

test("a name of NumPy 2 is the same array", async () => {
  const pickle = (await readFile(pathOf("word2vec.kv"))).toString("latin1");
  const renamed = pickle.replaceAll("\x15numpy.core.multiarray", "\x16numpy._core.multiarray");
  expect(renamed).not.toBe(pickle);
  const folder = await folderOf({ "new.kv": Buffer.from(renamed, "latin1") });
  const vectors = await KeyedVectors.load(join(folder, "new.kv"));
  expect(vectors.getVector("king")).toEqual((await KeyedVectors.load(pathOf("word2vec.kv"))).getVector("king"));
});
