import type { KeyedVectors, KeyedVectorsOptions } from "../keyed-vectors.js";
import { Float32Rows, Int8Rows } from "../rows.js";
import { WordTable } from "../word-table.js";

/** The words from a place up to another, as `Array.slice` takes them; vectors are shared, not copied. */
export function slice(vectors: KeyedVectors, start: number, end: number): KeyedVectorsOptions {
  const { rows, size, length, counts, subwords } = vectors;
  const from = placeOf(start, length);
  const to = Math.max(from, placeOf(end, length));
  const words = new WordTable(to - from);
  for (let row = from; row < to; row++) words.add(vectors.wordAt(row));
  const shared =
    rows.dtype === "float32"
      ? new Float32Rows(rows.data.subarray(from * size, to * size), size)
      : new Int8Rows(rows.data.subarray(from * size, to * size), rows.scales.subarray(from, to), size);
  return { words, vectors: shared, size, counts: counts?.subarray(from, to), subwords };
}

/** A place from the start; a negative one counts from the end. */
const placeOf = (place: number, length: number): number =>
  Math.min(length, Math.max(0, Math.trunc(place < 0 ? place + length : place)));
