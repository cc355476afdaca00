import type { Float32Rows } from "./rows.js";

export interface SubwordOptions {
  /** Letters of the shortest part of a word. */
  readonly shortest: number;
  /** Letters of the longest part. */
  readonly longest: number;
  /** Vectors of parts, `[buckets, size]`; parts whose hashes agree share one. */
  readonly rows: Float32Rows;
}

/**
 * Vectors of the parts of words, from which fastText makes up vectors for words that it has not seen. The parts are runs
 * of letters (code points) of `<word>`; a part's row is its hash modulo the number of rows.
 * Source: Bojanowski, Grave, Joulin, Mikolov 2017, "Enriching Word Vectors with Subword Information", arXiv:1607.04606.
 */
export class SubwordVectors {
  readonly shortest: number;
  readonly longest: number;
  readonly rows: Float32Rows;

  constructor({ shortest, longest, rows }: SubwordOptions) {
    this.shortest = shortest;
    this.longest = longest;
    this.rows = rows;
  }

  /** The mean of a word's parts; zeros if it is too short to have any. */
  vectorOf(word: string): Float32Array {
    const parts = this.partsOf(word);
    const sum = new Float64Array(this.rows.size);
    const part = new Float32Array(this.rows.size);
    for (const row of parts) {
      this.rows.copy(row, row + 1, part);
      part.forEach((x, i) => (sum[i]! += x));
    }
    return Float32Array.from(sum, (x) => x / Math.max(1, parts.length));
  }

  /** The rows of a word's parts, in the order of their first letters, the shorter first. */
  partsOf(word: string): number[] {
    const letters = [...`<${word}>`].map((letter) => Buffer.from(letter));
    const rows: number[] = [];
    for (let start = 0; start < letters.length; start++) {
      let hash = offsetBasis;
      for (let length = 1; length <= this.longest && start + length <= letters.length; length++) {
        hash = extended(hash, letters[start + length - 1]!);
        const isBracket = length === 1 && (start === 0 || start === letters.length - 1);
        if (length >= this.shortest && !isBracket) rows.push((hash >>> 0) % this.rows.length);
      }
    }
    return rows;
  }
}

const offsetBasis = 0x811c9dc5;

/** FNV-1a, 32 bits; as in fastText, a byte from 128 up counts as negative, which sets the upper bits too. */
function extended(hash: number, bytes: Uint8Array): number {
  for (const byte of bytes) hash = Math.imul(hash ^ ((byte << 24) >> 24), 0x01000193);
  return hash;
}
