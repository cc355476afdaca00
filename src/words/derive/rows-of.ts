import { Float32Rows, Int8Rows, type Rows } from "../rows.js";

/** Some rows in another order; the kind of numbers stays. */
export function rowsOf(rows: Rows, indices: ArrayLike<number>): Rows {
  const { size } = rows;
  const data = new (rows.data.constructor as typeof Float32Array)(indices.length * size) as Float32Array | Int8Array;
  for (let i = 0; i < indices.length; i++)
    data.set(rows.data.subarray(indices[i]! * size, (indices[i]! + 1) * size), i * size);
  if (rows.dtype === "float32") return new Float32Rows(data as Float32Array, size);
  return new Int8Rows(
    data as Int8Array,
    Float32Array.from({ length: indices.length }, (_, i) => rows.scales[indices[i]!]!),
    size,
  );
}
