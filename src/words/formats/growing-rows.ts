import { Float32Rows } from "../rows.js";
import type { ByteReader } from "./byte-reader.js";

/** Rows of float32 whose number is not known beforehand: room is made by how much of the file has given how many. */
export class GrowingRows {
  readonly size: number;
  readonly #reader: ByteReader;
  #data: Float32Array;
  #length = 0;

  /** @param expected how many rows there will be, if it is known */
  constructor(reader: ByteReader, size: number, expected = 0) {
    this.#reader = reader;
    this.size = size;
    this.#data = reader.allocateRows(expected, size);
  }

  /** Room for one more row, to be filled and then kept. */
  get next(): Float32Array {
    if ((this.#length + 1) * this.size > this.#data.length) this.#grow();
    return this.#data.subarray(this.#length * this.size, (this.#length + 1) * this.size);
  }

  /** Keeps the row that was filled. */
  keep(): void {
    this.#length++;
  }

  rows(): Float32Rows {
    return new Float32Rows(this.#data.subarray(0, this.#length * this.size), this.size);
  }

  #grow(): void {
    const likely = (this.#length / Math.max(0.01, this.#reader.progress)) * 1.02;
    const capacity = Math.max(Math.ceil(likely), Math.ceil(1.2 * this.#length), 16);
    const data = this.#reader.allocateRows(capacity, this.size);
    data.set(this.#data);
    this.#data = data;
  }
}
