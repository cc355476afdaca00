import { checkedCount } from "../queries/most-similar.js";
import type { KeyedVectors } from "../keyed-vectors.js";

export interface KnownWordsOptions {
  /** Only the first so many words, in most files the most frequent ones, take part; default 300,000. */
  readonly restrictVocab?: number | undefined;
  /** Whether "Paris" and "paris" are one word: of several the first counts. Default true. */
  readonly caseInsensitive?: boolean | undefined;
}

/** The words that take part in an evaluation. */
export interface KnownWords {
  /** How many of the first words are candidates. */
  readonly count: number;
  /** A word as it is compared. */
  normalize(word: string): string;
  /** The row of a normalized word; undefined if it does not take part. */
  rowOf(word: string): number | undefined;
}

export function knownWords(
  vectors: KeyedVectors,
  { restrictVocab = 300_000, caseInsensitive = true }: KnownWordsOptions,
): KnownWords {
  const count = Math.min(vectors.length, checkedCount("restrictVocab", restrictVocab));
  const normalize = (word: string): string => (caseInsensitive ? word.toUpperCase() : word);
  const rows = new Map<string, number>();
  for (let row = count - 1; row >= 0; row--) rows.set(normalize(vectors.wordAt(row)), row);
  return { count, normalize, rowOf: (word) => rows.get(word) };
}
