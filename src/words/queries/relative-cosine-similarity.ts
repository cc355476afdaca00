import { OptionError } from "../../tensor/index.js";
import type { KeyedVectors } from "../keyed-vectors.js";

/**
 * How near two words are, relative to the nearest words of the first:
 *   cos(word, other) / sum of cos(word, w) over the topn nearest w
 * Above 0.10 with topn = 10, they are more similar than words mostly are.
 * Source: Leeuwenberg, Vela, Dehdari, van Genabith 2016, "A Minimally Supervised Approach for Synonym Extraction with Word
 * Embeddings", equation (1).
 * @throws UnknownWordError
 * @throws OptionError if topn is 0
 */
export function relativeCosineSimilarity(vectors: KeyedVectors, word: string, other: string, topn: number): number {
  if (topn === 0)
    throw new OptionError("relativeCosineSimilarity: topn is 0, expected at least 1 word to compare with.");
  const near = vectors.mostSimilar({ positive: [word], topn });
  return vectors.similarity(word, other) / near.reduce((sum, { similarity }) => sum + similarity, 0);
}
