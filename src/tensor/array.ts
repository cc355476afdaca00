import { ShapeError } from "./errors.js";
import type { DType, TypedArray } from "./dtype.js";
import { formatShape, sizeOf } from "./shape.js";

/** Numbers with a shape, row-major: what goes into a compiled program and comes out of it. */
export interface NDArray {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

/**
 * @param data as many numbers as the shape has elements
 * @throws ShapeError if the count differs
 */
export function ndarray(dtype: DType, shape: readonly number[], data: TypedArray): NDArray {
  if (data.length !== sizeOf(shape)) {
    throw new ShapeError(`ndarray: ${formatShape(shape)} needs ${sizeOf(shape)} numbers, got ${data.length}.`);
  }
  return { dtype, shape, data };
}

/** `float32` numbers with a shape. */
export const float32 = (shape: readonly number[], data: Iterable<number> | Float32Array): NDArray =>
  ndarray("float32", shape, data instanceof Float32Array ? data : Float32Array.from(data));
