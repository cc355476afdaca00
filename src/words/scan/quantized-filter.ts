import { TopScores } from "../queries/top-scores.js";
import type { Float32Rows } from "../rows.js";
import { layout, newKernel, type Kernel } from "./kernel.js";

/** Bytes of float32 rows that are quantized together. */
const blockLength = 1 << 17;
/** Rows that are held against one threshold; a multiple of 4. */
const chunkLength = 1 << 12;
/** What float32 may round off a product of unit vectors: each lane adds up a quarter of the numbers, a few steps more. */
const roundingOf = (size: number): number => (size / 2 + 32) * 2 ** -24;

/**
 * A copy of rows as int8 in a quarter of their space, which tells cheaply which rows can be among the nearest: how far each
 * is from its copy is known, so that a product with the copy bounds that with the row. Those few are then multiplied
 * exactly, and the answer is the same as that of looking at all rows.
 */
export class QuantizedFilter {
  readonly #kernel: Kernel;
  /** Bytes of a row: its size, up to the next multiple of 16. */
  readonly #stride: number;
  readonly #at: Addresses;
  readonly #errors: Float32Array;

  /** @throws RangeError if there is not enough memory */
  constructor(rows: Float32Rows, norms: Float32Array) {
    const { length, size } = rows;
    this.#stride = Math.ceil(size / 16) * 16;
    const place = layout();
    const capacity = Math.max(1, Math.floor(blockLength / (4 * size)));
    const block = { rows: place(4 * capacity * size), norms: place(4 * capacity) };
    const padded = Math.ceil(length / 4) * 4;
    this.#at = {
      query: place(2 * this.#stride),
      found: place(4 * chunkLength),
      cosines: place(4 * chunkLength),
      scratch: place(16),
      scales: place(4 * padded),
      errors: place(4 * padded),
      rows: place(padded * this.#stride),
    };
    this.#kernel = newKernel(place(0));
    const floats = (address: number, count: number) => new Float32Array(this.#kernel.memory.buffer, address, count);
    this.#errors = floats(this.#at.errors, length);
    for (let from = 0; from < length; from += capacity) {
      const count = Math.min(length - from, capacity);
      rows.copy(from, from + count, floats(block.rows, count * size));
      floats(block.norms, count).set(norms.subarray(from, from + count));
      const [bytes, scales, errors] = this.#rowsFrom(from);
      this.#kernel.quantize(block.rows, block.norms, bytes, scales, errors, count, size, this.#stride);
    }
  }

  /**
   * Rows that can be among those with the highest cosine, in ascending order.
   * @param query    of length 1, or zero
   * @param count    only the first so many rows are looked at
   * @param topn     how many are sought
   * @param excluded rows that are not sought
   */
  candidates(query: Float32Array, count: number, topn: number, excluded: ReadonlySet<number>): number[] {
    const { step, slack } = this.#setQuery(query);
    const atLeast = new TopScores(topn, excluded);
    const rows: number[] = [];
    const atMost: number[] = [];
    for (let from = 0; from < count; from += chunkLength) {
      const found = this.#reaching(from, Math.min(chunkLength, count - from), step, slack, atLeast.worst);
      found.rows.forEach((row, i) => {
        const cosine = found.cosines[i]!;
        if (row >= count || cosine + this.#errors[row]! + slack < atLeast.worst) return;
        rows.push(row);
        atMost.push(cosine + this.#errors[row]! + slack);
        atLeast.offer(row, cosine - this.#errors[row]! - slack);
      });
    }
    return rows.filter((_, i) => atMost[i]! >= atLeast.worst);
  }

  /** Rows of a chunk whose cosine can reach a threshold, and their cosines; up to three rows behind it may be among them. */
  #reaching(
    first: number,
    count: number,
    step: number,
    slack: number,
    threshold: number,
  ): { rows: Int32Array; cosines: Float32Array } {
    const { query, found, cosines, scratch } = this.#at;
    const [bytes, scales, errors] = this.#rowsFrom(first);
    const padded = Math.ceil(count / 4) * 4;
    // prettier-ignore
    const reaching = this.#kernel.reaching(
      bytes, query, scales, errors, padded, this.#stride, step, slack, threshold, first, found, cosines, scratch,
    );
    const { buffer } = this.#kernel.memory;
    return { rows: new Int32Array(buffer, found, reaching), cosines: new Float32Array(buffer, cosines, reaching) };
  }

  /** Where bytes, scales and errors lie from a row on. */
  #rowsFrom(first: number): [bytes: number, scales: number, errors: number] {
    const { rows, scales, errors } = this.#at;
    return [rows + first * this.#stride, scales + 4 * first, errors + 4 * first];
  }

  /**
   * Writes a query as int16 into the kernel's memory.
   * @returns what one step stands for, and how far a cosine may be off since the query is rounded to steps
   */
  #setQuery(query: Float32Array): { step: number; slack: number } {
    const most = query.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
    // A lane of the kernel adds up a quarter of the products: the sum must fit into int32.
    const range = Math.min(32767, Math.floor((2 ** 31 - 1) / (127 * (this.#stride / 4))));
    const step = most === 0 ? 1 : most / range;
    const steps = new Int16Array(this.#kernel.memory.buffer, this.#at.query, this.#stride).fill(0);
    let square = 0;
    query.forEach((x, i) => {
      steps[i] = Math.round(x / step);
      square += (x - step * steps[i]!) ** 2;
    });
    return { step, slack: 1.1 * Math.sqrt(square) + roundingOf(query.length) };
  }
}

/** Of the kernel's memory. */
interface Addresses {
  readonly query: number;
  readonly found: number;
  readonly cosines: number;
  readonly scratch: number;
  readonly scales: number;
  readonly errors: number;
  readonly rows: number;
}
