import { expect, test } from "vitest";
import { DataError, OptionError, ShapeError } from "../../src/tensor/index.js";
import { KeyedVectors, UnknownWordError, type Similar } from "../../src/words/index.js";
import { reference } from "../nn/numbers.js";

type Answer = readonly Similar[] | readonly string[] | readonly number[] | string | number;
interface Case {
  readonly method: string;
  readonly arguments: readonly unknown[];
  readonly answer: Answer;
}
const { words, vectors, cases } = reference<{
  words: readonly string[];
  vectors: readonly (readonly number[])[];
  cases: readonly Case[];
}>("words/queries.json");
const size = vectors[0]!.length;
const keyed = () => new KeyedVectors({ words, vectors: Float32Array.from(vectors.flat()), size });

/** Calls a method by its name. */
function ask(given: KeyedVectors, method: string, args: readonly unknown[]): Answer {
  const methods = given as unknown as Record<string, (...args: readonly unknown[]) => Answer | Float32Array>;
  const answer = methods[method]!(...args);
  return answer instanceof Float32Array ? Array.from(answer) : answer;
}

/** The words of an answer, and its numbers. */
const wordsOf = (answer: Answer): string[] =>
  [answer].flat().flatMap((part) => (typeof part === "object" ? part.word : typeof part === "string" ? part : []));
const numbersOf = (answer: Answer): number[] =>
  [answer]
    .flat()
    .flatMap((part) => (typeof part === "object" ? part.similarity : typeof part === "number" ? part : []));

test.each(cases.map((one) => ({ ...one, shown: JSON.stringify(one.arguments).slice(0, 80) })))(
  "$method $shown",
  ({ method, arguments: args, answer }) => {
    const given = ask(keyed(), method, args);
    expect(wordsOf(given)).toEqual(wordsOf(answer));
    const [numbers, expected] = [numbersOf(given), numbersOf(answer)];
    expect(numbers.length).toBe(expected.length);
    numbers.forEach((number, i) => expect(Math.abs(number - expected[i]!)).toBeLessThan(1e-5 * Math.max(1, number)));
  },
);

test("every method that answers is among the cases", () => {
  const looks = [
    "constructor",
    "save",
    "has",
    "indexOf",
    "wordAt",
    "length",
    "size",
    "norms",
    "search",
    "buildIndex",
    "getVectors",
  ];
  const evaluations = ["evaluateWordAnalogies", "evaluateWordPairs"];
  const derived = ["unitNormed", "toInt8", "slice", "prune", "vectorsForAll", "withVectors"]; // derive.test.ts
  const others = [...looks, ...evaluations, ...derived];
  const methods = Object.getOwnPropertyNames(KeyedVectors.prototype).filter((name) => !others.includes(name));
  expect(methods.filter((method) => !cases.some((one) => one.method === method))).toEqual([]);
});

test("a zero vector is similar to nothing", () => {
  const zero = new KeyedVectors({ words: ["a", "b", "0"], vectors: Float32Array.of(1, 0, 1, 1, 0, 0), size: 2 });
  expect(zero.mostSimilar({ positive: ["0"] })).toEqual([
    { word: "a", similarity: 0 },
    { word: "b", similarity: 0 },
  ]);
  expect(zero.mostSimilar({ positive: ["a"] }).at(-1)).toEqual({ word: "0", similarity: 0 });
  expect(zero.similarity("a", "0")).toBe(0);
  expect([...zero.distances("0")]).toEqual([1, 1, 1]);
  expect(zero.wmdistance(["0"], ["0"])).toBe(0);
});

test("equal scores keep the order of the words, wherever the rows lie", () => {
  const equal = new KeyedVectors({
    words: Array.from({ length: 103 }, (_, i) => `w${i}`),
    vectors: Float32Array.from({ length: 103 * 7 }, (_, i) => Math.sin(i % 7)),
    size: 7,
  });
  const answered = equal.mostSimilar({ positive: ["w50"], topn: Infinity });
  expect(answered.map(({ word }) => word)).toEqual([...equal.words].filter((word) => word !== "w50"));
  expect(new Set(answered.map(({ similarity }) => similarity)).size).toBe(1);
  expect(equal.closerThan("w3", "w102")).toEqual([]);
});

test.each([
  ["nothing to be similar to", () => keyed().mostSimilar({}), OptionError, /nothing to be similar to/],
  ["a negative topn", () => keyed().mostSimilar({ positive: ["w1"], topn: -1 }), OptionError, /topn: got -1/],
  ["half a word", () => keyed().mostSimilar({ positive: ["w1"], topn: 0.5 }), OptionError, /topn: got 0.5/],
  [
    "a vector of another size",
    () => keyed().similarByVector([1, 2]),
    ShapeError,
    /A vector of 2 numbers was given; these have 11/,
  ],
  ["an unknown word", () => keyed().mostSimilar({ negative: ["quene"] }), UnknownWordError, /Did you mean "queen"/],
  ["a word in other case", () => keyed().similarity("KING", "w1"), UnknownWordError, /Did you mean "king"/],
  ["no positive word", () => keyed().mostSimilarCosmul({ positive: [] }), OptionError, /Give a positive word/],
  ["only unknown words", () => keyed().nSimilarity(["x", "y"], ["w1"]), UnknownWordError, /None .* known: x, y/],
  ["no word at all", () => keyed().doesntMatch([]), UnknownWordError, /there is none/],
  ["a mean of nothing", () => keyed().getMeanVector([]), OptionError, /nothing to take the mean of/],
  ["too few weights", () => keyed().getMeanVector(["w1"], { weights: [] }), OptionError, /as many weights, got 0/],
  [
    "a missing word that counts",
    () => keyed().getMeanVector(["w1", "x"], { ignoreMissing: false }),
    UnknownWordError,
    /"x" is not among the 45 words/,
  ],
  ["no nearest words", () => keyed().relativeCosineSimilarity("w1", "w2", { topn: 0 }), OptionError, /topn is 0/],
  ["no word to choose", () => keyed().mostSimilarToGiven("w1", []), OptionError, /no word to choose from/],
  [
    "a vector that is not finite",
    () => new KeyedVectors({ words: ["a", "b"], vectors: Float32Array.of(1, 2, 3, NaN), size: 2 }).similarByWord("a"),
    DataError,
    /number 2 of the vector of "b" is NaN/,
  ],
])("%s is refused", (_, act, kind, message) => {
  expect(act).toThrow(kind);
  expect(act).toThrow(message);
});

test("numbers whose squares are beyond float32 are still finite", () => {
  const large = new KeyedVectors({ words: ["a", "b"], vectors: Float32Array.of(3e20, 4e20, 1, 0), size: 2 });
  expect(large.norms[0]).toBeCloseTo(5e20, -16);
});
