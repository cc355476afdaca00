import { fromFloat16 } from "./float16.js";

/** How numbers are kept: as they are, in two bytes, or in one with a scale for each row. */
export const weightTypes = ["float32", "float16", "int8"] as const;
export type WeightType = (typeof weightTypes)[number];

/** A named array of a student. */
export interface Weight {
  readonly type: WeightType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint16Array | Int8Array;
  /** Of int8: one for each row of the first axis. */
  readonly scales?: Float32Array;
}

/** Numbers in a row of the first axis. */
export const rowLength = ({ shape }: Weight): number => shape.slice(1).reduce((product, n) => product * n, 1);

/** Writes one row's numbers. */
export function readRow(weight: Weight, row: number, target: Float32Array): void {
  const length = rowLength(weight);
  const from = row * length;
  const { data } = weight;
  if (data instanceof Float32Array) target.set(data.subarray(from, from + length));
  else if (data instanceof Int8Array) {
    const scale = weight.scales![row]!;
    for (let i = 0; i < length; i++) target[i] = data[from + i]! * scale;
  } else for (let i = 0; i < length; i++) target[i] = fromFloat16(data[from + i]!);
}

/** All numbers, row after row. */
export function readAll(weight: Weight): Float32Array {
  const length = rowLength(weight);
  const rows = weight.shape[0] ?? 1;
  const all = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) readRow(weight, row, all.subarray(row * length, (row + 1) * length));
  return all;
}
