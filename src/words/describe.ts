import { stat } from "node:fs/promises";
import { readVectors } from "./formats/index.js";
import { norms } from "./norms.js";

/** What a file of word vectors holds. */
export interface VectorFacts {
  readonly format: string;
  readonly words: number;
  /** Numbers in a vector. */
  readonly size: number;
  readonly dtype: "float32" | "int8";
  /** Of the file, without those that lie beside it. */
  readonly bytes: number;
  /** How often all words occurred, where counts are known. */
  readonly occurrences: number | null;
  /** Letters in the parts of words that have vectors, as "3-6", where there are any. */
  readonly parts: string | null;
  /** Lengths of the vectors. */
  readonly norms: { readonly least: number; readonly median: number; readonly most: number };
  /** The first words, in most files the most frequent. */
  readonly firstWords: readonly string[];
}

/**
 * Reads a file of word vectors and says what it holds.
 * @throws FormatError, DataError or FileError as KeyedVectors.load
 */
export async function describeVectors(path: string): Promise<VectorFacts> {
  const { format, ...table } = await readVectors(path);
  const { words, rows, counts, subwords } = table;
  const sorted = norms(table, path).sort();
  return {
    format,
    words: words.length,
    size: rows.size,
    dtype: rows.dtype,
    bytes: (await stat(path)).size,
    occurrences: counts ? counts.reduce((sum, count) => sum + count, 0) : null,
    parts: subwords ? `${subwords.shortest}-${subwords.longest}` : null,
    norms: { least: sorted[0] ?? 0, median: sorted[sorted.length >> 1] ?? 0, most: sorted.at(-1) ?? 0 },
    firstWords: Array.from({ length: Math.min(10, words.length) }, (_, i) => words.at(i)),
  };
}
