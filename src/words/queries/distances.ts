import type { KeyedVectors } from "../keyed-vectors.js";
import { scan } from "../scan/scan.js";
import { vectorOf } from "./terms.js";
import { cosine, unit, type Vector } from "./vector.js";

/**
 * The cosine distance, 1 - cos, from a word or vector to each of some words.
 * @param words default all, in their order
 * @throws UnknownWordError
 */
export function distances(vectors: KeyedVectors, from: string | Vector, words?: readonly string[]): Float32Array {
  const vector = vectorOf(vectors, from);
  return words
    ? Float32Array.from(words, (word) => 1 - cosine(vector, vectors.getVector(word)))
    : toAll(vectors, vector);
}

function toAll(vectors: KeyedVectors, vector: Float32Array): Float32Array {
  const result = new Float32Array(vectors.length);
  const { norms } = vectors;
  scan(vectors.rows, [unit(vector)], vectors.length, (products, first) => {
    products.forEach((product, i) => (result[first + i] = 1 - (product / norms[first + i]! || 0)));
  });
  return result;
}
