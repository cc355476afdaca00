import { OptionError, ShapeError } from "../tensor/index.js";
import { readVectors, writeVectors } from "./formats/index.js";
import { lookUp } from "./look-up.js";
import { mostSimilar, type MostSimilarOptions } from "./queries/most-similar.js";
import type { Scored } from "./queries/top-scores.js";
import { Float32Rows, type Rows } from "./rows.js";
import type { VectorTable } from "./vector-table.js";
import { WordTable } from "./word-table.js";

export interface KeyedVectorsOptions {
  /** Distinct words, in the order of the vectors. */
  readonly words: Iterable<string>;
  /** `[words, size]`, row-major; not copied. */
  readonly vectors: Float32Array | Rows;
  /** Numbers in a vector. */
  readonly size: number;
  /** How often each word occurred, in the order of the words; default unknown. */
  readonly counts?: ArrayLike<number> | undefined;
}

/**
 * Words, each with its vector, and the questions that can be put to them. Answers follow gensim's `KeyedVectors`.
 *
 *   const vectors = await KeyedVectors.load("vectors.bin");
 *   vectors.mostSimilar({ positive: ["king", "woman"], negative: ["man"] }); // [{ word: "queen", similarity: 0.71 }, ...]
 */
export class KeyedVectors implements VectorTable {
  readonly words: WordTable;
  readonly rows: Rows;
  readonly counts: Float64Array | undefined;

  /**
   * @throws OptionError if a word occurs twice
   * @throws ShapeError if there are not as many vectors, or counts, as words
   */
  constructor({ words, vectors, size, counts }: KeyedVectorsOptions) {
    const given = words instanceof WordTable ? words : [...words];
    this.words = WordTable.from(given);
    this.rows = vectors instanceof Float32Array ? new Float32Rows(vectors, size) : vectors;
    this.counts = counts === undefined ? undefined : Float64Array.from(counts);
    const length = this.words.length;
    if (given.length !== length)
      throw new OptionError(`KeyedVectors: ${repeated(given)} occurs twice among the words.`);
    if (this.rows.length !== length || this.rows.size !== size)
      throw new ShapeError(`KeyedVectors: ${length} words of size ${size} need [${length}, ${size}] numbers.`);
    if (this.counts && this.counts.length !== length)
      throw new ShapeError(`KeyedVectors: ${length} words need ${length} counts, got ${this.counts.length}.`);
  }

  /**
   * Reads vectors from a file; its content tells the format.
   * @throws FormatError if the file is damaged or of no known format
   * @throws FileError if it cannot be read
   */
  static async load(path: string): Promise<KeyedVectors> {
    const { words, rows, counts } = await readVectors(path);
    return new KeyedVectors({ words, vectors: rows, size: rows.size, counts });
  }

  /** Writes the vectors to a file: the old content stays until the new one is complete. */
  save(path: string): Promise<void> {
    return writeVectors(path, this);
  }

  /** How many words there are. */
  get length(): number {
    return this.words.length;
  }

  /** Numbers in a vector. */
  get size(): number {
    return this.rows.size;
  }

  has(word: string): boolean {
    return this.words.has(word);
  }

  /**
   * The place of a word, from 0.
   * @throws UnknownWordError
   */
  indexOf(word: string): number {
    return lookUp(this, word);
  }

  /** The word at a place. */
  wordAt(index: number): string {
    return this.words.at(index);
  }

  /**
   * A copy of a word's vector.
   * @throws UnknownWordError
   */
  getVector(word: string): Float32Array {
    const index = this.indexOf(word);
    const vector = new Float32Array(this.size);
    this.rows.copy(index, index + 1, vector);
    return vector;
  }

  /** The words nearest to a sum of words and vectors, the nearest first. */
  mostSimilar(options: MostSimilarOptions): Scored[] {
    return mostSimilar(this, options);
  }
}

/** The first word that occurs a second time. */
function repeated(words: Iterable<string>): string {
  const seen = new WordTable();
  for (const word of words) if (!seen.add(word)) return JSON.stringify(word);
  return "a word";
}
