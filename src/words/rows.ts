/** Vectors as rows of numbers, `[length, size]`, however they are stored. */
export interface Rows {
  /** How many rows there are. */
  readonly length: number;
  /** Numbers in a row. */
  readonly size: number;
  /** Writes rows `from` to `to - 1` as float32, one after another. */
  copy(from: number, to: number, into: Float32Array): void;
}

/** Rows of float32, one after another in one array. */
export class Float32Rows implements Rows {
  readonly data: Float32Array;
  readonly length: number;
  readonly size: number;

  /** @param data `[length, size]`, row-major; not copied */
  constructor(data: Float32Array, size: number) {
    this.data = data;
    this.size = size;
    this.length = data.length / size;
  }

  copy(from: number, to: number, into: Float32Array): void {
    into.set(this.data.subarray(from * this.size, to * this.size));
  }
}
