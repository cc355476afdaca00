import { OptionError } from "../../tensor/index.js";
import type { VectorTable } from "../vector-table.js";
import { cosines } from "./cosines.js";
import { resolve, unit, type Term } from "./terms.js";
import { topScores, type Scored } from "./top-scores.js";

export interface MostSimilarOptions {
  /** Words or vectors to be near to, each with a weight of 1 unless it has its own. */
  readonly positive?: readonly Term[];
  /** Words or vectors to be far from, each with a weight of -1; a weight of its own is taken as it is, sign included. */
  readonly negative?: readonly Term[];
  /** How many words to give at most; default 10. */
  readonly topn?: number;
  /** Only the first so many words are candidates; default all. */
  readonly restrictVocab?: number | undefined;
}

/**
 * The words whose vectors have the highest cosine with the weighted mean of the terms (3CosAdd): of words their unit
 * vectors count, of vectors the numbers as they are. Words among the terms are no answer. A zero vector has the
 * similarity 0 to everything (gensim: NaN).
 * Source: Mikolov, Yih, Zweig 2013, "Linguistic regularities in continuous space word representations".
 * @throws UnknownWordError
 * @throws OptionError if there is no term
 */
export function mostSimilar(
  table: VectorTable,
  { positive = [], negative = [], topn = 10, restrictVocab = table.words.length }: MostSimilarOptions,
): Scored[] {
  const [plus, minus] = [resolve(table, positive, 1), resolve(table, negative, -1)];
  const vectors = [...plus.vectors, ...minus.vectors];
  const weights = [...plus.weights, ...minus.weights];
  if (vectors.length === 0) throw new OptionError("mostSimilar: there is nothing to be similar to. Give a word.");
  const candidates = Math.min(table.words.length, checkedCount("restrictVocab", restrictVocab));
  const query = unit(weightedSum(vectors, weights));
  return topScores(
    table.words,
    cosines(table.rows, query, candidates),
    checkedCount("topn", topn),
    new Set([...plus.rows, ...minus.rows]),
  );
}

/** The sum of vectors times their weights. */
function weightedSum(vectors: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const sum = new Float32Array(vectors[0]!.length);
  vectors.forEach((vector, k) => {
    for (let i = 0; i < sum.length; i++) sum[i]! += weights[k]! * vector[i]!;
  });
  return sum;
}

function checkedCount(name: string, value: number): number {
  if (value >= 0 && (Number.isInteger(value) || value === Infinity)) return value;
  throw new OptionError(`${name}: got ${value}, expected a whole number of at least 0.`);
}
