import { OptionError } from "../../tensor/index.js";
import type { KeyedVectors, KeyedVectorsOptions } from "../keyed-vectors.js";
import { vectorOf } from "../queries/terms.js";
import type { Vector } from "../queries/vector.js";
import { WordTable } from "../word-table.js";

/**
 * Vectors with further ones at the end. Of a word that is there, the old vector stays unless `replace` is true.
 * @throws OptionError unless there are as many words as vectors
 * @throws ShapeError if a vector has another size
 */
export function withVectors(
  vectors: KeyedVectors,
  words: readonly string[],
  added: readonly Vector[],
  replace: boolean,
): KeyedVectorsOptions {
  if (words.length !== added.length)
    throw new OptionError(`withVectors: ${words.length} words need as many vectors, got ${added.length}.`);
  const { length, size } = vectors;
  const table = new WordTable(length + words.length);
  for (const word of vectors.words) table.add(word);
  const data = new Float32Array((length + words.length) * size);
  vectors.rows.copy(0, length, data);
  words.forEach((word, i) => {
    if (table.add(word) || replace) data.set(vectorOf(vectors, added[i]!), table.indexOf(word) * size);
  });
  return { words: table, vectors: data.subarray(0, table.length * size), size, subwords: vectors.subwords };
}
