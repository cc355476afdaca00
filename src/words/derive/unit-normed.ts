import type { KeyedVectors, KeyedVectorsOptions } from "../keyed-vectors.js";

/** All vectors at length 1, as float32; a zero vector stays what it is. */
export function unitNormed({ words, rows, length, size, norms, counts }: KeyedVectors): KeyedVectorsOptions {
  const data = new Float32Array(length * size);
  rows.copy(0, length, data);
  for (let row = 0, at = 0; row < length; row++) {
    const norm = norms[row]! || 1;
    for (let i = 0; i < size; i++, at++) data[at]! /= norm;
  }
  return { words, vectors: data, size, counts };
}
