import type { KeyedVectors } from "../words/index.js";
import type { Vocabulary } from "./vocabulary.js";

/** How far some vectors know a vocabulary. */
export interface Coverage {
  /** Words of the vocabulary that have a vector. */
  readonly words: number;
  /** Of all its words, 0 … 1. */
  readonly ofWords: number;
  /** Of all occurrences of its words in the texts, 0 … 1. */
  readonly ofText: number;
  /** The most frequent words without a vector. */
  readonly missing: readonly string[];
}

/** How many of the missing words are named. */
const missingNamed = 10;

/** How much of a vocabulary has a vector. */
export function coverageOf({ words, counts }: Vocabulary, vectors: Pick<KeyedVectors, "has">): Coverage {
  const isKnown = words.map((word) => vectors.has(word));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const known = counts.reduce((sum, count, i) => (isKnown[i] ? sum + count : sum), 0);
  const knownWords = isKnown.filter(Boolean).length;
  return {
    words: knownWords,
    ofWords: words.length === 0 ? 0 : knownWords / words.length,
    ofText: total === 0 ? 0 : known / total,
    missing: words.filter((_, i) => !isKnown[i]).slice(0, missingNamed),
  };
}
