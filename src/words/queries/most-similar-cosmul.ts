import { OptionError } from "../../tensor/index.js";
import type { KeyedVectors } from "../keyed-vectors.js";
import { scan } from "../scan/scan.js";
import { checkedCount } from "./most-similar.js";
import { resolve, type Term } from "./terms.js";
import { TopScores, type Similar } from "./top-scores.js";
import type { Vector } from "./vector.js";

export interface CosmulOptions {
  /** Words or vectors to be near to. A vector should have length 1. */
  readonly positive: readonly (string | Vector)[];
  /** Words or vectors to be far from. */
  readonly negative?: readonly (string | Vector)[];
  /** How many words to give at most; default 10. */
  readonly topn?: number | undefined;
}

/** Keeps a quotient finite where a word is opposite to a negative one. */
const epsilon = 1e-6;

/**
 * The words that come out highest by the multiplicative rule (3CosMul): with s = (1 + cos) / 2,
 *   similarity = product of s to the positive ones / (product of s to the negative ones + 1e-6)
 * Words among the terms are no answer. As in gensim, all words are candidates.
 * Source: Levy and Goldberg 2014, "Linguistic Regularities in Sparse and Explicit Word Representations", equation (4).
 * @throws UnknownWordError
 * @throws OptionError if there is no positive term
 */
export function mostSimilarCosmul(vectors: KeyedVectors, options: CosmulOptions): Similar[] {
  const { positive, negative = [], topn = 10 } = options;
  if (positive.length === 0)
    throw new OptionError("mostSimilarCosmul: there is nothing to be similar to. Give a positive word.");
  const terms = resolve(vectors, [...positive, ...negative] satisfies readonly Term[], 1);
  const best = new TopScores(checkedCount("topn", topn), terms.rows);
  const { norms } = vectors;
  let above = new Float64Array();
  let below = new Float64Array();
  scan(vectors.rows, terms.vectors, vectors.length, (products, first, term) => {
    if (term === 0) [above, below] = [ones(products.length), ones(products.length)];
    const side = term < positive.length ? above : below;
    for (let i = 0; i < products.length; i++) side[i]! *= (1 + (products[i]! / norms[first + i]! || 0)) / 2;
    if (term < terms.vectors.length - 1) return;
    for (let i = 0; i < products.length; i++) best.offer(first + i, above[i]! / (below[i]! + epsilon));
  });
  return best.answer((index) => vectors.wordAt(index));
}

const ones = (length: number): Float64Array<ArrayBuffer> => new Float64Array(length).fill(1);
