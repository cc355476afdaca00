import type { FloatBuffer, FloatMemory } from "./memory.js";
import type { UpdateKernel } from "./update-kernel.js";

/** The gradient of a table at a run: 0 in every row that is not named. */
export interface RowValues {
  /** `[ids, width]`; a run leaves other numbers there. */
  readonly values: FloatBuffer;
  /** Which row of the table each of the values belongs to; several may belong to one. */
  readonly ids: Int32Array | BigInt64Array;
}

/** Tables of one shape, `[count, width]`, that a kernel updates. */
export interface RowTables {
  readonly memory: FloatMemory;
  readonly kernel: UpdateKernel;
  readonly count: number;
  readonly width: number;
}

/**
 * Runs an update kernel on the rows that gradients touch, each once, and on no other. What several ids give to one row is
 * added up first. The cost follows the number of ids, not that of rows.
 */
export class RowUpdater {
  /** For each gradient: which of its values holds the sum of a row; -1 of a row without. */
  readonly #places: readonly Int32Array[];
  readonly #zeros: FloatBuffer;
  readonly #tail: FloatBuffer;

  /** @param gradients how many gradients by rows the kernel reads */
  constructor(
    readonly tables: RowTables,
    gradients: number,
  ) {
    const { memory, kernel, count, width } = tables;
    this.#places = Array.from({ length: gradients }, () => new Int32Array(count).fill(-1));
    this.#zeros = memory.allocate(width);
    this.#tail = memory.allocate(4 * (kernel.results + kernel.arrays.length));
  }

  /**
   * @param targets where the results go, in the kernel's order
   * @param sources what it reads, in its order: tables and gradients
   */
  run(
    targets: readonly FloatBuffer[],
    sources: readonly (FloatBuffer | RowValues)[],
    scalars: readonly number[],
  ): void {
    const floats = new Float32Array(this.tables.memory.memory.buffer);
    const gradients = sources.filter((source) => "ids" in source);
    const rows = this.#addUp(gradients, floats);
    const columns = [...targets, ...sources].map((source) =>
      "ids" in source
        ? { start: source.values.address, places: this.#places[gradients.indexOf(source)]! }
        : { start: source.address, places: undefined },
    );
    const addresses = new Array<number>(columns.length);
    const bytes = this.tables.width * 4;
    for (const row of rows) {
      columns.forEach(({ start, places }, i) => {
        const place = places ? places[row]! : row;
        addresses[i] = place === -1 ? this.#zeros.address : start + place * bytes;
      });
      this.#updateRow(addresses, scalars, floats);
    }
    for (const places of this.#places) for (const row of rows) places[row] = -1;
  }

  /** Leaves the sum of each row in the first of its values, and tells which rows there are. */
  #addUp(gradients: readonly RowValues[], floats: Float32Array): number[] {
    const { width, count } = this.tables;
    const rows: number[] = [];
    gradients.forEach(({ values, ids }, k) => {
      const places = this.#places[k]!;
      const start = values.address / 4;
      for (let i = 0; i < ids.length; i++) {
        const id = Number(ids[i]!);
        const row = id < 0 ? id + count : id; // as ONNX's Gather counts
        const place = places[row]!;
        if (place >= 0) addNumbers(floats, start + place * width, start + i * width, width);
        else {
          if (this.#places.every((other) => other[row] === -1)) rows.push(row);
          places[row] = i;
        }
      }
    });
    return rows;
  }

  /** The kernel takes four numbers at once: what is left of a row goes through a vector of its own. */
  #updateRow(addresses: readonly number[], scalars: readonly number[], floats: Float32Array): void {
    const { kernel, width } = this.tables;
    const rest = width % 4;
    const whole = width - rest;
    if (whole > 0) kernel.run(whole, addresses, scalars);
    if (rest === 0) return;
    const vectors = addresses.map((_, i) => this.#tail.address + 16 * i);
    const copy = (from: number, to: number) => floats.copyWithin(to / 4, from / 4, from / 4 + rest);
    addresses.forEach((address, i) => copy(address + whole * 4, vectors[i]!));
    kernel.run(4, vectors, scalars);
    addresses.slice(0, kernel.results).forEach((address, i) => copy(vectors[i]!, address + whole * 4));
  }
}

function addNumbers(floats: Float32Array, to: number, from: number, count: number): void {
  for (let i = 0; i < count; i++) floats[to + i]! += floats[from + i]!;
}
