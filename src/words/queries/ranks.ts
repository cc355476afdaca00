import type { KeyedVectors } from "../keyed-vectors.js";
import { distances } from "./distances.js";

/**
 * The words that are closer to one word than another is, in the order of the vocabulary.
 * @throws UnknownWordError
 */
export function closerThan(vectors: KeyedVectors, word: string, other: string): string[] {
  const own = vectors.indexOf(word);
  const distance = distances(vectors, word);
  const limit = distance[vectors.indexOf(other)]!;
  const closer: string[] = [];
  distance.forEach((d, i) => {
    if (d < limit && i !== own) closer.push(vectors.wordAt(i));
  });
  return closer;
}
