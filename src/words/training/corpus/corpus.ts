import type { WordTable } from "../../word-table.js";
import type { Phrases } from "../phrases/phrases.js";

/** A text, ready to be trained on. */
export interface Corpus {
  readonly vocabulary: Vocabulary;
  readonly spool: Spool;
  /** Sequences of bytes that are no UTF-8 and became U+FFFD. */
  readonly invalidSequences: number;
  readonly phrases: Phrases;
}

/** The words that have vectors, the most frequent first. */
export interface Vocabulary {
  readonly words: WordTable;
  readonly counts: Float64Array;
}

/** The words of a text as numbers in a file, int32 little-endian: places in the vocabulary, -1 after each sentence. */
export interface Spool {
  readonly path: string;
  /** How many numbers the file holds. */
  readonly ids: number;
  readonly sentences: number;
  /** How many of the numbers are words. */
  readonly words: number;
  /** Words of the text, those that are in no vocabulary included. */
  readonly rawWords: number;
}
