import { WordTable } from "../../word-table.js";

export interface WordCountsOptions {
  /** Words that are there from the start and stay, however rare: they get the numbers 0, 1, … */
  readonly known?: WordTable | undefined;
  /** How many words to count at a time; where there are more, the rarest are forgotten. */
  readonly capacity: number;
}

/**
 * Counts words, and gives each a number when it is first met. Beyond the capacity the rarest are forgotten, down to three
 * quarters of it; one that is met again afterwards is counted from 0 and has a new number, so that a count is always that
 * of the occurrences with the word's present number.
 */
export class WordCounts {
  readonly #known: number;
  readonly #capacity: number;
  #table: WordTable;
  #counts: Float64Array;
  /** The number of each row of the table; undefined as long as they are the same. */
  #numbers: Uint32Array | undefined;
  #nextNumber: number;

  constructor({ known, capacity }: WordCountsOptions) {
    this.#known = known?.length ?? 0;
    this.#table = new WordTable(this.#known);
    for (let row = 0; row < this.#known; row++) this.#table.intern(...wholeOf(known!.bytesAt(row)));
    this.#nextNumber = this.#known;
    this.#capacity = Math.max(capacity, 2 * this.#known, 16);
    this.#counts = new Float64Array(Math.max(1 << 12, 2 * this.#known));
  }

  /**
   * Counts an occurrence of a word, given as sound UTF-8.
   * @returns the word's number
   */
  add(bytes: Uint8Array, from: number, to: number): number {
    const row = this.#table.intern(bytes, from, to);
    if (row === this.#counts.length) this.#grow();
    const isNew = this.#counts[row] === 0 && row >= this.#known;
    this.#counts[row]!++;
    if (!isNew) return this.#numberOf(row);
    const number = this.#nextNumber++;
    if (this.#numbers) this.#numbers[row] = number;
    if (this.#table.length > this.#capacity) this.#forgetRarest();
    return number;
  }

  /** The words that were not forgotten, their counts, and from number to row: -1 of a forgotten word. */
  finish(): { readonly words: WordTable; readonly counts: Float64Array; readonly rowOf: Int32Array | undefined } {
    const { length } = this.#table;
    const counts = this.#counts.slice(0, length);
    if (!this.#numbers) return { words: this.#table, counts, rowOf: undefined };
    const rowOf = new Int32Array(this.#nextNumber).fill(-1);
    for (let row = 0; row < length; row++) rowOf[this.#numbers[row]!] = row;
    return { words: this.#table, counts, rowOf };
  }

  #numberOf(row: number): number {
    return this.#numbers ? this.#numbers[row]! : row;
  }

  #grow(): void {
    const length = 2 * this.#counts.length;
    const counts = new Float64Array(length);
    counts.set(this.#counts);
    this.#counts = counts;
    if (!this.#numbers) return;
    const numbers = new Uint32Array(length);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }

  #forgetRarest(): void {
    const { length } = this.#table;
    const least = leastCount(this.#counts.subarray(this.#known, length), 0.75 * this.#capacity - this.#known);
    const table = new WordTable(length);
    const counts = new Float64Array(this.#counts.length);
    const numbers = new Uint32Array(this.#counts.length);
    for (let row = 0; row < length; row++) {
      if (row >= this.#known && this.#counts[row]! < least) continue;
      counts[table.length] = this.#counts[row]!;
      numbers[table.length] = this.#numberOf(row);
      table.intern(...wholeOf(this.#table.bytesAt(row)));
    }
    [this.#table, this.#counts, this.#numbers] = [table, counts, numbers];
  }
}

const wholeOf = (bytes: Uint8Array): [bytes: Uint8Array, from: number, to: number] => [bytes, 0, bytes.length];

/** The least count of which at most `room` words have so much or more. */
function leastCount(counts: Float64Array, room: number): number {
  const sorted = counts.slice().sort();
  return sorted[Math.max(0, sorted.length - Math.floor(room) - 1)]! + 1;
}
