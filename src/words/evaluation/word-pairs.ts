import { DataError } from "../../tensor/index.js";
import type { KeyedVectors } from "../keyed-vectors.js";
import { pearson, spearman, type Correlation } from "./correlation.js";
import { knownWords, type KnownWordsOptions } from "./known-words.js";
import { readLines } from "./read-lines.js";

export interface WordPairOptions extends KnownWordsOptions {
  /** Whether a pair with an unknown word counts with similarity 0; default it is left out. */
  readonly dummy4unknown?: boolean | undefined;
  /** What separates the fields of a line; default a tab, or else a comma, a semicolon, blanks: the first that is there. */
  readonly delimiter?: string | undefined;
}

export interface WordPairScores {
  readonly pearson: Correlation;
  /** Of the ranks, which is what is mostly reported. */
  readonly spearman: Correlation;
  /** Pairs that took part. */
  readonly pairs: number;
  /** Pairs with an unknown word. */
  readonly unknown: number;
  /** The share of pairs with an unknown word, in percent. */
  readonly oovRatio: number;
  /** Lines that are neither a comment (#) nor two words and a number. */
  readonly invalidLines: number;
}

/**
 * How well cosines agree with what people say of the similarity of pairs of words.
 * @param path a file with two words and a number a line, as WordSim-353 has
 * @throws DataError if no pair is known
 * @throws FileError if it cannot be read
 */
export async function evaluateWordPairs(
  vectors: KeyedVectors,
  path: string,
  { dummy4unknown = false, delimiter, ...options }: WordPairOptions = {},
): Promise<WordPairScores> {
  const known = knownWords(vectors, options);
  const judged: number[] = [];
  const similarities: number[] = [];
  let [unknown, invalidLines] = [0, 0];
  for (const line of await readLines(path)) {
    if (line.startsWith("#") || line.trim() === "") continue;
    const fields = line.split(delimiter ?? separatorOf(line)).map((field) => field.trim());
    const [first = "", second = "", judgement = ""] = fields;
    if (fields.length !== 3 || judgement === "" || !Number.isFinite(Number(judgement))) {
      invalidLines++;
      continue;
    }
    const rows = [first, second].map((word) => known.rowOf(known.normalize(word)));
    const isKnown = rows.every((row) => row !== undefined);
    if (!isKnown) unknown++;
    if (!isKnown && !dummy4unknown) continue;
    judged.push(Number(judgement));
    similarities.push(isKnown ? vectors.similarity(vectors.wordAt(rows[0]!), vectors.wordAt(rows[1]!)) : 0);
  }
  if (judged.length < 2)
    throw new DataError(
      `${path}: holds ${judged.length} pairs of known words, ${unknown} others, and ${invalidLines} lines that are no ` +
        `pair. A line has two words and a number, separated by tabs; at least 2 are needed.`,
    );
  return {
    pearson: pearson(judged, similarities),
    spearman: spearman(judged, similarities),
    pairs: judged.length,
    unknown,
    oovRatio: (100 * unknown) / (dummy4unknown ? judged.length : judged.length + unknown),
    invalidLines,
  };
}

const separatorOf = (line: string): string | RegExp =>
  ["\t", ",", ";"].find((separator) => line.includes(separator)) ?? /\s+/;
