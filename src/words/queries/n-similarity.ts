import type { KeyedVectors } from "../keyed-vectors.js";
import { UnknownWordError } from "../unknown-word-error.js";
import { meanVector } from "./mean-vector.js";
import { cosine } from "./vector.js";

/**
 * The cosine of the means of two sets of words; vectors enter at their own length, unknown words are left out.
 * @throws UnknownWordError if no word of a set is known
 */
export function nSimilarity(vectors: KeyedVectors, first: readonly string[], second: readonly string[]): number {
  const [a, b] = [first, second].map((words) => {
    if (words.some((word) => vectors.has(word))) return meanVector(vectors, words, { preNormalize: false });
    throw new UnknownWordError(`None of the words is known: ${words.join(", ") || "there is none"}.`, words);
  });
  return cosine(a!, b!);
}
