import type { Rows } from "./rows.js";
import type { SubwordVectors } from "./subword-vectors.js";
import type { WordTable } from "./word-table.js";

/** Words and their vectors as plain data: what readers give and writers take. */
export interface VectorTable {
  readonly words: WordTable;
  /** `[words, size]`, in the order of the words. */
  readonly rows: Rows;
  /** How often each word occurred in the corpus, where that is known. */
  readonly counts?: Float64Array | undefined;
  /** Vectors of parts of words, for words that are not there; fastText has them. */
  readonly subwords?: SubwordVectors | undefined;
}
