import type { PhraseOptions } from "./phrase-options.js";

/** What a phrase is judged by. */
export interface PhraseCounts {
  readonly first: number;
  readonly second: number;
  /** How often the second follows the first. */
  readonly pair: number;
  /** Distinct words and distinct pairs of neighbours of the text. */
  readonly distinct: number;
  /** Words of the text. */
  readonly words: number;
}

/** The score of two neighbours as a phrase; the formulas are at `PhraseOptions.scoring`. */
export function phraseScore(counts: PhraseCounts, { scoring, minCount }: Required<PhraseOptions>): number {
  const { first, second, pair, distinct, words } = counts;
  if (scoring === "default") return ((pair - minCount) / (first * second)) * distinct;
  if (pair < minCount) return -Infinity;
  const p = pair / words;
  return Math.log(p / ((first / words) * (second / words))) / -Math.log(p);
}
