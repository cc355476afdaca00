import { broadcastShapes, sizeOf, stridesOf } from "../tensor/index.js";

/** The numbers of a tensor in float64, row-major: what the operators' own `evaluate` works on. */
export interface Value {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** A value from nested arrays or a number: `valueFrom([[1, 2], [3, 4]])` has shape `[2, 2]`. */
export function valueFrom(nested: Nested): Value {
  const shape: number[] = [];
  for (let level = nested; Array.isArray(level); level = level[0] as Nested) shape.push(level.length);
  const flat = Array.isArray(nested) ? (nested.flat(Infinity) as number[]) : [nested as number];
  return { shape, data: Float64Array.from(flat) };
}

/** Numbers nested as deep as the rank. */
export type Nested = number | readonly Nested[];

/** The inverse of `valueFrom`. */
export function toNested(value: Value): Nested {
  const nest = (axis: number, offset: number, step: number): Nested => {
    if (axis === value.shape.length) return value.data[offset]!;
    const size = value.shape[axis]!;
    const inner = step / size;
    return Array.from({ length: size }, (_, i) => nest(axis + 1, offset + i * inner, inner));
  };
  return nest(0, 0, value.data.length);
}

/** A value whose numbers are computed one index at a time; `index` is reused between calls. */
export function generate(shape: readonly number[], f: (index: readonly number[]) => number): Value {
  const data = new Float64Array(sizeOf(shape));
  const index = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < data.length; i++) {
    data[i] = f(index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return { shape, data };
}

/** Applies `f` element by element, broadcasting as NumPy does. */
export function mapValues(f: (...numbers: number[]) => number, ...values: readonly Value[]): Value {
  const shape = values.reduce<readonly number[]>(
    (all, { shape }) => broadcastShapes(all, shape, "evaluate") as number[],
    [],
  );
  if (values.every((value) => value.data.length === sizeOf(shape))) {
    const data = new Float64Array(sizeOf(shape));
    for (let i = 0; i < data.length; i++) data[i] = f(...values.map((value) => value.data[i]!));
    return { shape, data };
  }
  const readers = values.map((value) => broadcastReader(value, shape.length));
  return generate(shape, (index) => f(...readers.map((read) => read(index))));
}

/** Reads a value at an index of a larger shape that it broadcasts to. */
function broadcastReader({ shape, data }: Value, rank: number): (index: readonly number[]) => number {
  const strides = stridesOf(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride));
  const offset = rank - shape.length;
  return (index) => data[strides.reduce((sum, stride, axis) => sum + stride * index[axis + offset]!, 0)]!;
}

/** The number at an index. */
export function at({ shape, data }: Value, index: readonly number[]): number {
  let position = 0;
  for (let axis = 0; axis < shape.length; axis++) position = position * shape[axis]! + index[axis]!;
  return data[position]!;
}

/** Replaces each row along an axis by what `f` makes of it; all results must have one length. */
export function alongAxis(value: Value, axis: number, f: (row: number[]) => number[]): Value {
  const { shape, data } = value;
  const length = shape[axis]!;
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  const rows = Array.from({ length: outer * inner }, (_, r) => {
    const start = Math.floor(r / inner) * length * inner + (r % inner);
    return f(Array.from({ length }, (_, i) => data[start + i * inner]!));
  });
  const size = rows[0]?.length ?? length;
  const result = new Float64Array(outer * size * inner);
  rows.forEach((row, r) => {
    const start = Math.floor(r / inner) * size * inner + (r % inner);
    row.forEach((number, i) => (result[start + i * inner] = number));
  });
  return { shape: shape.with(axis, size), data: result };
}
