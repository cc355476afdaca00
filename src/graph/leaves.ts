import { formatShape, ShapeError, sizeOf, type DType, type Shape } from "../tensor/index.js";
import type { Operator } from "./define-operator.js";
import { Constant, Input, Parameter } from "./tensor.js";
import { valueFrom, type Nested, type Value } from "./value.js";

const leaf = (name: string): Operator => ({
  name,
  elementwise: false,
  gradient: () => [],
  onnx: () => {
    throw new Error(`${name} is a leaf: it is fed, not lowered`);
  },
  evaluate: () => {
    throw new Error(`${name} is a leaf: it is fed, not evaluated`);
  },
});

const inputOperator = leaf("input");
const constantOperator = leaf("constant");
const parameterOperator = leaf("parameter");

/**
 * A tensor that is fed at each run.
 * @param shape sizes; a text such as "batch" names a size known only at the run
 */
export const input = (name: string, shape: Shape, dtype: DType = "float32"): Input =>
  new Input(inputOperator, name, shape, dtype);

/** A tensor whose numbers are part of the graph, from nested arrays, a number or a float64 value. */
export function constant(value: Nested | Value, dtype: DType = "float32"): Constant {
  const isValue = typeof value === "object" && "data" in value;
  return new Constant(constantOperator, isValue ? value : valueFrom(value), dtype);
}

/** A scalar constant of a given dtype. */
export const constantLike = (value: number, dtype: DType): Constant => constant(value, dtype);

/**
 * A weight: kept from run to run, learned if `trainable`.
 * @param initial row-major, as many numbers as the shape has elements
 */
export function parameter(
  shape: readonly number[],
  initial: Float32Array,
  { trainable = true }: { trainable?: boolean } = {},
): Parameter {
  if (initial.length !== sizeOf(shape)) {
    throw new ShapeError(`parameter: ${formatShape(shape)} needs ${sizeOf(shape)} numbers, got ${initial.length}.`);
  }
  return new Parameter(parameterOperator, shape, initial, trainable);
}
