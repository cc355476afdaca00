import { expect, test } from "vitest";
import { balancedClassWeights, coverageOf, padded, TextEncoder, Vocabulary } from "../../src/text/index.js";
import { OptionError } from "../../src/tensor/index.js";
import { KeyedVectors } from "../../src/words/index.js";

const texts = [
  ["the", "film", "is", "fun"],
  ["the", "film"],
  ["the", "end"],
];

test("words are numbered from the most frequent on, 0 and 1 are none", () => {
  const vocabulary = Vocabulary.of(texts);
  expect(vocabulary.words).toEqual(["the", "film", "end", "fun", "is"]);
  expect(vocabulary.counts).toEqual([3, 2, 1, 1, 1]);
  expect(vocabulary.size).toBe(7);
  expect([...vocabulary.numbersOf(["fun", "unheard", "the"])]).toEqual([5, 1, 2]);
});

test("rare words and those beyond the limit are unknown", () => {
  expect(Vocabulary.of(texts, { minCount: 2 }).words).toEqual(["the", "film"]);
  expect(Vocabulary.of(texts, { maxWords: 1 }).words).toEqual(["the"]);
  expect(Vocabulary.of(texts, { minCount: 2, further: ["film", "novel", "end"] }).words).toEqual([
    "the",
    "film",
    "novel",
    "end",
  ]);
  expect(() => Vocabulary.of(texts, { minCount: 0 })).toThrow(OptionError);
});

test("coverage is told of words and of text", () => {
  const vectors = new KeyedVectors({ words: ["the", "fun"], vectors: new Float32Array(4), size: 2 });
  expect(coverageOf(Vocabulary.of(texts), vectors)).toEqual({
    words: 2,
    ofWords: 2 / 5,
    ofText: 4 / 8,
    missing: ["film", "end", "is"],
  });
});

test("balanced weights make every class weigh the same", () => {
  const weights = balancedClassWeights({ labels: Int32Array.of(0, 0, 0, 1), classes: ["a", "b", "c"] });
  expect(weights).toEqual([4 / 9, 4 / 3, 0]);
});

test("any text has numbers: empty ones, surrogates, 10 MB, only unknown words", () => {
  const tokenizer = { lowercase: true, numbers: "keep", addresses: "mask", punctuation: false } as const;
  const encoder = new TextEncoder({ shape: ["length"], tokenizer, words: ["fun"], maxLength: 5 });
  expect([...encoder.encode("Fun, FUN fun")]).toEqual([2, 2, 2]);
  expect([...encoder.encode("")]).toEqual([]);
  expect([...encoder.encode("\ud83d \udc00fun")]).toEqual([2]);
  expect([...encoder.encode("never heard")]).toEqual([1, 1]);
  expect([...encoder.encode("fun ".repeat(2_500_000))]).toEqual([2, 2, 2, 2, 2]);
  expect([...padded([encoder.encode(""), encoder.encode("fun fun")])]).toEqual([0, 0, 2, 2]);
  expect([...padded([encoder.encode("")])]).toEqual([0]);
});
