import type { VectorTable } from "../vector-table.js";
import { WordTable } from "../word-table.js";
import type { ByteReader } from "./byte-reader.js";
import { GrowingRows } from "./growing-rows.js";
import { parseNumber } from "./parse-number.js";

const [tab, newline, carriageReturn, blank] = [0x09, 0x0a, 0x0d, 0x20];

/** Reads lines into a table. The last numbers of a line are the vector; a word may hold blanks. */
export class LineReader {
  readonly #reader: ByteReader;
  readonly #words: WordTable;
  readonly #rows: GrowingRows;

  constructor(reader: ByteReader, size: number, expected?: number) {
    this.#reader = reader;
    this.#words = new WordTable(expected);
    this.#rows = new GrowingRows(reader, size, expected);
  }

  table(): VectorTable {
    return { words: this.#words, rows: this.#rows.rows() };
  }

  /**
   * Reads a line. Of equal words the first counts.
   * @param number of the line in the file, from 1
   * @returns false at the end of the file
   */
  async next(number: number): Promise<boolean> {
    let end = this.#reader.bytes.indexOf(newline);
    while (end === -1) {
      const before = this.#reader.bytes.length;
      if (!(await this.#reader.more())) break;
      end = this.#reader.bytes.indexOf(newline, before);
    }
    const { bytes } = this.#reader;
    if (bytes.length === 0) return false;
    this.#take(bytes, end === -1 ? bytes.length : end, number);
    this.#reader.skip(end === -1 ? bytes.length : end + 1);
    return true;
  }

  #take(bytes: Uint8Array, lineEnd: number, number: number): void {
    const { size } = this.#rows;
    let end = lineEnd;
    while (end > 0 && isBlank(bytes[end - 1]!)) end--;
    const gaps = countGaps(bytes, end);
    if (gaps < size) throw this.#reader.fail(`line ${number} holds a word and ${gaps} numbers, expected ${size}.`);
    const wordEnd = gapNumber(bytes, end, gaps - size);
    const row = this.#rows.next;
    for (let i = 0, at = wordEnd; i < size; i++) {
      while (isBlank(bytes[at]!)) at++;
      const from = at;
      while (at < end && !isBlank(bytes[at]!)) at++;
      const value = parseNumber(bytes, from, at);
      if (value === undefined) {
        const text = JSON.stringify(Buffer.from(bytes.subarray(from, Math.min(at, from + 40))).toString());
        throw this.#reader.fail(
          `line ${number}: ${text} is no number. It stands where number ${i + 1} of ${size} should.`,
        );
      }
      row[i] = value;
    }
    if (this.#words.addBytes(bytes, 0, wordEnd)) this.#rows.keep();
  }
}

/** How many runs of blanks there are before `end`. */
function countGaps(bytes: Uint8Array, end: number): number {
  let gaps = 0;
  for (let i = 0; i < end; i++) if (isBlank(bytes[i]!) && !isBlank(bytes[i + 1]!)) gaps++;
  return gaps;
}

/** Where run number `index` of blanks before `end` begins. */
function gapNumber(bytes: Uint8Array, end: number, index: number): number {
  let gap = -1;
  let at = 0;
  while (at < end && !(isBlank(bytes[at]!) && (at === 0 || !isBlank(bytes[at - 1]!)) && ++gap === index)) at++;
  return at;
}

/** Whether a byte separates fields of a line. */
export const isBlank = (byte: number): boolean => byte === blank || byte === tab || byte === carriageReturn;
