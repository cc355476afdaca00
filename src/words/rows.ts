/** Vectors as rows of numbers, `[length, size]`, however they are stored. */
export type Rows = Float32Rows | Int8Rows;

/** Rows of float32, one after another in one array. */
export class Float32Rows {
  readonly dtype = "float32";
  readonly data: Float32Array;
  /** How many rows there are. */
  readonly length: number;
  /** Numbers in a row. */
  readonly size: number;

  /** @param data `[length, size]`, row-major; not copied */
  constructor(data: Float32Array, size: number) {
    this.data = data;
    this.size = size;
    this.length = data.length / size;
  }

  /** Rows as float32; such ones are not copied. */
  static from(rows: Rows): Float32Rows {
    if (rows.dtype === "float32") return rows;
    const data = new Float32Array(rows.length * rows.size);
    rows.copy(0, rows.length, data);
    return new Float32Rows(data, rows.size);
  }

  /** Writes rows `from` to `to - 1` as float32, one after another. */
  copy(from: number, to: number, into: Float32Array): void {
    into.set(this.data.subarray(from * this.size, to * this.size));
  }
}

/** Rows of int8 with a scale each, in a quarter of the space: row i stands for scales[i] * data[i]. */
export class Int8Rows {
  readonly dtype = "int8";
  readonly data: Int8Array;
  readonly scales: Float32Array;
  /** How many rows there are. */
  readonly length: number;
  /** Numbers in a row. */
  readonly size: number;

  /**
   * @param data   `[length, size]`, row-major; not copied
   * @param scales `[length]`; not copied
   */
  constructor(data: Int8Array, scales: Float32Array, size: number) {
    this.data = data;
    this.scales = scales;
    this.size = size;
    this.length = scales.length;
  }

  /** Rows of int8 nearest to others: the number farthest from zero in a row becomes ±127. */
  static from(rows: Rows): Int8Rows {
    if (rows.dtype === "int8") return rows;
    const { length, size } = rows;
    const data = new Int8Array(length * size);
    const scales = new Float32Array(length);
    for (let row = 0, at = 0; row < length; row++) {
      let most = 0;
      for (let i = 0; i < size; i++) most = Math.max(most, Math.abs(rows.data[at + i]!));
      const scale = Math.fround(most / 127);
      scales[row] = scale;
      for (let i = 0; i < size; i++, at++) data[at] = scale === 0 ? 0 : Math.round(rows.data[at]! / scale);
    }
    return new Int8Rows(data, scales, size);
  }

  /** Writes rows `from` to `to - 1` as float32, one after another. */
  copy(from: number, to: number, into: Float32Array): void {
    for (let row = from, at = from * this.size, k = 0; row < to; row++) {
      for (let i = 0; i < this.size; i++) into[k++] = this.scales[row]! * this.data[at++]!;
    }
  }
}
