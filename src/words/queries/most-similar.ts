import { OptionError } from "../../tensor/index.js";
import type { KeyedVectors } from "../keyed-vectors.js";
import type { Query } from "./row-search.js";
import { resolve, type Term } from "./terms.js";
import type { Similar } from "./top-scores.js";
import { unit } from "./vector.js";

export interface MostSimilarOptions {
  /** Words or vectors to be near to; the weight is 1, or the given one. */
  readonly positive?: readonly Term[];
  /** Words or vectors to be far from; the weight is -1, or the given one as it is: ["army", 0.5] adds half of army. */
  readonly negative?: readonly Term[];
  /** How many words to give at most; default 10. */
  readonly topn?: number | undefined;
  /** Only the first so many words are candidates; default all. */
  readonly restrictVocab?: number | undefined;
}

/**
 * The words whose vectors have the highest cosine with the weighted sum of the terms (3CosAdd), the nearest first. A word
 * enters at length 1, a vector as it is. Words among the terms are no answer.
 * Source: Mikolov, Yih, Zweig 2013, "Linguistic Regularities in Continuous Space Word Representations".
 * @throws UnknownWordError
 * @throws OptionError if there is no term, or a number is out of range
 */
export function mostSimilar(vectors: KeyedVectors, options: MostSimilarOptions): Similar[] {
  const query = sumOfTerms(vectors, options);
  return nearest(vectors, [query], options)[0]!;
}

/** The nearest words of each of several queries. */
export function nearest(
  vectors: KeyedVectors,
  queries: readonly Query[],
  { topn = 10, restrictVocab }: Pick<MostSimilarOptions, "topn" | "restrictVocab">,
): Similar[][] {
  const candidates = Math.min(vectors.length, checkedCount("restrictVocab", restrictVocab ?? vectors.length));
  const best = vectors.search.nearest(queries, candidates, checkedCount("topn", topn));
  return best.map((top) => top.answer((index) => vectors.wordAt(index)));
}

/**
 * What is asked for: the direction of the weighted sum of the terms.
 * @throws as `mostSimilar`
 */
export function sumOfTerms(vectors: KeyedVectors, { positive = [], negative = [] }: MostSimilarOptions): Query {
  if (positive.length + negative.length === 0)
    throw new OptionError("mostSimilar: there is nothing to be similar to. Give a word.");
  const sum = new Float32Array(vectors.size);
  const excluded = new Set<number>();
  for (const terms of [resolve(vectors, positive, 1), resolve(vectors, negative, -1)]) {
    terms.vectors.forEach((vector, k) => {
      for (let i = 0; i < sum.length; i++) sum[i]! += terms.weights[k]! * vector[i]!;
    });
    for (const row of terms.rows) excluded.add(row);
  }
  return { direction: unit(sum), excluded };
}

/** @throws OptionError unless it is a whole number from 0, or infinite */
export function checkedCount(name: string, value: number): number {
  if (value >= 0 && (Number.isInteger(value) || value === Infinity)) return value;
  throw new OptionError(`${name}: got ${value}, expected a whole number of at least 0.`);
}
