import { expect, test } from "vitest";
import { embeddingStart } from "../../src/text/index.js";
import { Random } from "../../src/tensor/index.js";
import { KeyedVectors } from "../../src/words/index.js";

const random = new Random(2);
const words = Array.from({ length: 400 }, (_, i) => `word${i}`);
const numbers = Float32Array.from({ length: 400 * 8 }, (_, i) => random.normal(0, i % 8 < 2 ? 0.5 : 0.05));
const vectors = new KeyedVectors({ words, vectors: numbers, size: 8 });

const deviation = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

test("words with a vector start from it, the others are as large as vectors are", async () => {
  const known = [...words, ...Array.from({ length: 400 }, (_, i) => `unheard${i}`)];
  const { size, data } = await embeddingStart(known, vectors, { random: new Random(1) });
  expect(size).toBe(8);
  expect(data.length).toBe(802 * 8);
  expect([...data.subarray(0, 8)]).toEqual(new Array(8).fill(0)); // what fills up texts
  expect([...data.subarray(2 * 8, 402 * 8)]).toEqual([...numbers]);
  expect(deviation(data.subarray(402 * 8)) / deviation(numbers)).toBeCloseTo(1, 1);
});

test("a smaller width keeps the directions in which vectors differ most", async () => {
  const { size, data } = await embeddingStart(words, vectors, { size: 2, random: new Random(1) });
  expect(size).toBe(2);
  const similarity = (of: (i: number) => Float32Array, a: number, b: number): number => {
    const [x, y] = [of(a), of(b)];
    return x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  };
  const narrow = (i: number) => data.subarray((i + 2) * 2, (i + 3) * 2);
  const wide = (i: number) => numbers.subarray(i * 8, i * 8 + 8);
  for (let i = 0; i < 20; i++) expect(similarity(narrow, i, i + 1)).toBeCloseTo(similarity(wide, i, i + 1), 1);
});

test("a width beyond the vectors', and vectors of other words, are refused", async () => {
  await expect(embeddingStart(words, vectors, { size: 9, random })).rejects.toThrow(
    /at most 8, the width of the vectors/,
  );
  await expect(embeddingStart(["other"], vectors, { random })).rejects.toThrow(
    /no word of the training texts has a vector/,
  );
});
