import { isUtf8 } from "node:buffer";
import { mix32 } from "../tensor/index.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Distinct words, each with its index: all letters in one buffer of UTF-8, found through a hash table of plain integers.
 * Three million words take some 80 MB, where a Map of strings would take ten times that.
 */
export class WordTable implements Iterable<string> {
  #length = 0;
  /** Words one after another; word i lies from `#ends[i - 1]` to `#ends[i]`. */
  #letters: Uint8Array;
  #ends: Uint32Array;
  /** Open addressing with linear probing: a slot holds an index + 1, or 0; at most half of them are taken. */
  #slots: Int32Array;

  /** @param expected how many words to make room for; more may come */
  constructor(expected = 0) {
    const capacity = Math.max(16, expected);
    this.#letters = new Uint8Array(8 * capacity);
    this.#ends = new Uint32Array(capacity);
    this.#slots = emptySlots(capacity);
  }

  /** A table of these words in their order; of equal words the first counts. */
  static from(words: Iterable<string>): WordTable {
    if (words instanceof WordTable) return words;
    const table = new WordTable();
    for (const word of words) table.add(word);
    return table;
  }

  /** How many words there are. */
  get length(): number {
    return this.#length;
  }

  /** The word with this index, from 0 to `length` - 1. */
  at(index: number): string {
    return decoder.decode(this.bytesAt(index));
  }

  /** The letters of a word as UTF-8; a view, not a copy. */
  bytesAt(index: number): Uint8Array {
    return this.#letters.subarray(this.#startOf(index), this.#ends[index]);
  }

  /** All words as UTF-8, one after another, and where each ends; views, not copies. */
  utf8(): { letters: Uint8Array; ends: Uint32Array } {
    return {
      letters: this.#letters.subarray(0, this.#startOf(this.#length)),
      ends: this.#ends.subarray(0, this.#length),
    };
  }

  /** How many bytes a word takes. */
  byteLength(index: number): number {
    return this.#ends[index]! - this.#startOf(index);
  }

  /** The index of a word, or -1 if it is not there. */
  indexOf(word: string): number {
    const bytes = encoder.encode(word);
    return this.indexOfBytes(bytes, 0, bytes.length);
  }

  /** The index of a word given as UTF-8, `bytes[from]` to `bytes[to - 1]`, or -1. */
  indexOfBytes(bytes: Uint8Array, from: number, to: number): number {
    return this.#slots[this.#find(bytes, from, to)]! - 1;
  }

  has(word: string): boolean {
    return this.indexOf(word) !== -1;
  }

  *[Symbol.iterator](): Generator<string> {
    for (let i = 0; i < this.#length; i++) yield this.at(i);
  }

  /**
   * Adds a word at the end.
   * @returns false if it is there already
   */
  add(word: string): boolean {
    const bytes = encoder.encode(word);
    return this.addBytes(bytes, 0, bytes.length);
  }

  /**
   * Adds a word given as UTF-8, `bytes[from]` to `bytes[to - 1]`. What is no UTF-8 becomes U+FFFD.
   * @returns false if it is there already
   */
  addBytes(bytes: Uint8Array, from: number, to: number): boolean {
    if (!isUtf8(bytes.subarray(from, to))) return this.add(decoder.decode(bytes.subarray(from, to)));
    const before = this.#length;
    this.intern(bytes, from, to);
    return this.#length > before;
  }

  /**
   * The index of a word given as UTF-8, `bytes[from]` to `bytes[to - 1]`, which the caller knows to be sound. One that is
   * not there is added at the end.
   */
  intern(bytes: Uint8Array, from: number, to: number): number {
    const slot = this.#find(bytes, from, to);
    const found = this.#slots[slot]!;
    if (found !== 0) return found - 1;
    this.#append(bytes, from, to);
    const index = this.#length++;
    this.#slots[slot] = index + 1;
    if (2 * this.#length > this.#slots.length) this.#rehash();
    return index;
  }

  #startOf(index: number): number {
    return index === 0 ? 0 : this.#ends[index - 1]!;
  }

  /** The slot that holds a word, or the empty one where it belongs. */
  #find(bytes: Uint8Array, from: number, to: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(bytes, from, to) & mask;
    for (;;) {
      const index = this.#slots[slot]! - 1;
      if (index === -1 || this.#equals(index, bytes, from, to)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(index: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#startOf(index);
    if (this.#ends[index]! - start !== to - from) return false;
    for (let i = from, j = start; i < to; i++, j++) if (bytes[i] !== this.#letters[j]) return false;
    return true;
  }

  #append(bytes: Uint8Array, from: number, to: number): void {
    const start = this.#startOf(this.#length);
    const end = start + to - from;
    if (end > this.#letters.length) this.#letters = grown(this.#letters, end);
    if (this.#length === this.#ends.length) this.#ends = grown(this.#ends, this.#length + 1);
    for (let i = from, j = start; i < to; i++, j++) this.#letters[j] = bytes[i]!;
    this.#ends[this.#length] = end;
  }

  #rehash(): void {
    this.#slots = emptySlots(this.#slots.length);
    for (let i = 0; i < this.#length; i++) {
      this.#slots[this.#find(this.#letters, this.#startOf(i), this.#ends[i]!)] = i + 1;
    }
  }
}

/** A power of two of slots, at least twice as many as words. */
const emptySlots = (words: number): Int32Array => new Int32Array(2 ** Math.ceil(Math.log2(2 * words)));

/** A copy with half as much room again, or as much as is needed. */
function grown<Numbers extends Uint8Array | Uint32Array>(numbers: Numbers, needed: number): Numbers {
  const copy = new (numbers.constructor as new (length: number) => Numbers)(
    Math.max(needed, Math.ceil(1.5 * numbers.length)),
  );
  copy.set(numbers);
  return copy;
}

/** FNV-1a, its bits mixed once more: the low ones choose the slot. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return mix32(hash);
}
