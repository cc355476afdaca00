import type { KeyedVectors } from "../keyed-vectors.js";
import { UnknownWordError } from "../unknown-word-error.js";
import { meanVector } from "./mean-vector.js";
import type { Similar } from "./top-scores.js";
import { dot } from "./vector.js";

/**
 * Words by their similarity to the mean of them all, the most central first; of equal ones the later in the alphabet, as
 * gensim has it. Unknown words are left out.
 * @param normalize whether each vector is brought to length 1 first
 * @throws UnknownWordError if no word is known
 */
export function rankByCentrality(vectors: KeyedVectors, words: readonly string[], normalize: boolean): Similar[] {
  const known = words.filter((word) => vectors.has(word));
  if (known.length === 0)
    throw new UnknownWordError(`None of the words is known: ${words.join(", ") || "there is none"}.`, words);
  const own = known.map((word) => vectors.getVector(word, { normalize }));
  const mean = meanVector(vectors, own, { postNormalize: true });
  return known
    .map((word, i) => ({ word, similarity: dot(own[i]!, mean) }))
    .sort((a, b) => b.similarity - a.similarity || (a.word < b.word ? 1 : -1));
}
