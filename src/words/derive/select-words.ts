import type { KeyedVectorsOptions, KeyedVectors } from "../keyed-vectors.js";
import { Float32Rows } from "../rows.js";
import { rowsOf } from "./rows-of.js";
import { WordTable } from "../word-table.js";

/** Vectors of some words, each once, in the order in which they are named; unknown ones are left out. */
export function selectWords(
  vectors: KeyedVectors,
  names: Iterable<string>,
  allowInference: boolean,
): KeyedVectorsOptions {
  const words = new WordTable();
  const found: number[] = [];
  const inferred = new Map<number, Float32Array>();
  for (const word of names) {
    const row = vectors.words.indexOf(word);
    if (row === -1 && !(allowInference && vectors.subwords)) continue;
    if (!words.add(word)) continue;
    if (row === -1) inferred.set(found.length, vectors.getVector(word));
    found.push(Math.max(0, row));
  }
  const { size } = vectors;
  let rows = rowsOf(vectors.rows, found);
  if (inferred.size > 0) {
    rows = Float32Rows.from(rows);
    for (const [place, vector] of inferred) rows.data.set(vector, place * size);
  }
  // A word that was made up has no count.
  const counts =
    vectors.counts && inferred.size === 0 ? Float64Array.from(found, (row) => vectors.counts![row]!) : undefined;
  return { words, vectors: rows, size, counts, subwords: vectors.subwords };
}
