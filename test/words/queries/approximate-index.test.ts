import { expect, test, vi } from "vitest";
import { OptionError, Random } from "../../../src/tensor/index.js";
import { KeyedVectors, UnknownWordError } from "../../../src/words/index.js";

const size = 24;
const random = new Random(3);
const vectors = new KeyedVectors({
  words: Array.from({ length: 1500 }, (_, i) => `w${i}`),
  vectors: Float32Array.from({ length: 1500 * size }, () => random.normal()),
  size,
});

test("nearly all of the nearest words are found, with their exact similarities", async () => {
  const index = await vectors.buildIndex();
  let found = 0;
  for (let i = 0; i < 50; i++) {
    const query = { positive: [`w${i}`, `w${i + 50}`], negative: [`w${i + 100}`] };
    const exact = vectors.mostSimilar(query);
    const given = index.mostSimilar(query);
    expect(given.length).toBe(10);
    for (const { word, similarity } of given) {
      const same = exact.find((one) => one.word === word);
      if (!same) continue;
      found++;
      expect(Math.abs(similarity - same.similarity)).toBeLessThan(1e-6);
    }
    const numbers = given.map(({ similarity }) => similarity);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  }
  expect(found).toBeGreaterThan(0.9 * 500);
});

test("it is the same each time", async () => {
  const [a, b] = await Promise.all([vectors.buildIndex(), vectors.buildIndex()]);
  const ask = (index: typeof a) => Array.from({ length: 20 }, (_, i) => index.mostSimilar({ positive: [`w${i}`] }));
  expect(ask(a)).toEqual(ask(b));
});

test("asked for more than there is, or for none", async () => {
  const three = new KeyedVectors({ words: ["a", "b", "0"], vectors: Float32Array.of(1, 0, 1, 1, 0, 0), size: 2 });
  const index = await three.buildIndex();
  expect(index.mostSimilar({ positive: ["a"], topn: Infinity }).map(({ word }) => word)).toEqual(["b", "0"]);
  expect(index.mostSimilar({ positive: ["a"], topn: 0 })).toEqual([]);
  expect(() => index.mostSimilar({ positive: ["c"] })).toThrow(UnknownWordError);
  expect(() => index.mostSimilar({})).toThrow(OptionError);
});

test("it can be stopped, and tells how far it is", async () => {
  const told = vi.fn();
  await vectors.buildIndex({ onProgress: told });
  expect(told).toHaveBeenLastCalledWith(1500, 1500);
  await expect(vectors.buildIndex({ signal: AbortSignal.abort() })).rejects.toThrow("abort");
});

test("options out of range are refused", async () => {
  await expect(vectors.buildIndex({ connectivity: 1 })).rejects.toThrow(/connectivity: got 1/);
  await expect(vectors.buildIndex({ expansionAdd: NaN })).rejects.toThrow(OptionError);
});
