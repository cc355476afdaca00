import { join } from "node:path";
import { expect, test } from "vitest";
import { DataError, FileError } from "../../../src/tensor/index.js";
import { pearson, spearman, type Correlation } from "../../../src/words/evaluation/correlation.js";
import { KeyedVectors } from "../../../src/words/index.js";
import { folderOf } from "../../data/scratch.js";
import { reference } from "../../nn/numbers.js";

interface Section {
  readonly section: string;
  readonly correct: number;
  readonly asked: number;
}
interface Options {
  readonly restrictVocab?: number;
  readonly caseInsensitive?: boolean;
  readonly dummy4unknown?: boolean;
}
interface Correlations {
  readonly pearson: Correlation;
  readonly spearman: Correlation;
}
type Case =
  | { method: "evaluateWordAnalogies"; options: Options; accuracy: number; sections: readonly Section[] }
  | ({ method: "evaluateWordPairs"; options: Options; oovRatio: number } & Correlations)
  | ({ method: "correlation"; x: readonly number[]; y: readonly number[] } & Correlations);

const { words, vectors, analogies, wordPairs, cases } = reference<{
  words: readonly string[];
  vectors: readonly (readonly number[])[];
  analogies: string;
  wordPairs: string;
  cases: readonly Case[];
}>("words/evaluation.json");
const keyed = () => new KeyedVectors({ words, vectors: Float32Array.from(vectors.flat()), size: vectors[0]!.length });
const inFile = async (text: string): Promise<string> =>
  join(await folderOf({ "questions.txt": text }), "questions.txt");

function expectCorrelation(actual: Correlation, expected: Correlation): void {
  expect(actual.correlation).toBeCloseTo(expected.correlation, 6);
  expect(Math.abs(actual.pValue - expected.pValue)).toBeLessThan(1e-5 * expected.pValue + 1e-15);
}

const named = cases.map((one) => ({
  ...one,
  shown: "x" in one ? `of ${one.x.length} numbers` : JSON.stringify(one.options),
}));

test.each(named)("$method $shown: gensim's and SciPy's numbers", async (one) => {
  if (one.method === "evaluateWordAnalogies") {
    const scores = await keyed().evaluateWordAnalogies(await inFile(analogies), one.options);
    expect(scores.accuracy).toBeCloseTo(one.accuracy, 7);
    // gensim has an entry for sections without an answer too.
    expect(scores.sections.map(({ section, correct, asked }) => ({ section, correct, asked }))).toEqual(one.sections);
    expect(scores.invalidLines).toBe(2);
  } else if (one.method === "evaluateWordPairs") {
    const scores = await keyed().evaluateWordPairs(await inFile(wordPairs), one.options);
    expectCorrelation(scores.pearson, one.pearson);
    expectCorrelation(scores.spearman, one.spearman);
    expect(scores.oovRatio).toBeCloseTo(one.oovRatio, 6);
    expect(scores.invalidLines).toBe(2);
  } else {
    expectCorrelation(pearson(one.x, one.y), one.pearson);
    expectCorrelation(spearman(one.x, one.y), one.spearman);
  }
});

test("questions with unknown words are counted by section", async () => {
  const { unknown, sections } = await keyed().evaluateWordAnalogies(await inFile(analogies));
  expect(sections.map((section) => section.unknown)).toEqual([0, 1, 0, 0]);
  expect(unknown).toBe(1);
});

test("progress is told, and a signal stops", async () => {
  const path = await inFile(analogies);
  const told: string[] = [];
  await keyed().evaluateWordAnalogies(path, { onProgress: (done, total) => told.push(`${done} of ${total}`) });
  expect(told.at(-1)).toBe("34 of 34");
  const stopped = keyed().evaluateWordAnalogies(path, { signal: AbortSignal.abort() });
  await expect(stopped).rejects.toThrow(/aborted/);
});

test.each([["man,woman,3\nking,queen,4\n"], ["man;woman;3\nking;queen;4"], ["man woman 3\r\nking  queen 4\r\n"]])(
  "pairs may be separated otherwise: %j",
  async (text) =>
    expect(await keyed().evaluateWordPairs(await inFile(text))).toMatchObject({ pairs: 2, invalidLines: 0 }),
);

test.each([
  ["no questions", "evaluateWordAnalogies", "some prose of five words\n", DataError, /holds no question/],
  ["no pairs", "evaluateWordPairs", "a\tb\t1\nprose\n", DataError, /0 pairs of known words, 1 others, and 1 lines/],
  [
    "equal judgements",
    "evaluateWordPairs",
    "man\tking\t5\nhe\tshe\t5\n",
    DataError,
    /no correlation of 2 pairs that are all equal/,
  ],
] as const)("a file with %s is refused", async (_, method, text, kind, message) => {
  const path = await inFile(text);
  await expect(keyed()[method](path)).rejects.toThrow(kind);
  await expect(keyed()[method](path)).rejects.toThrow(message);
});

test("a missing file is named", async () => {
  await expect(keyed().evaluateWordPairs("/nowhere/pairs.tsv")).rejects.toThrow(FileError);
});
