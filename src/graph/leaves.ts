import { formatShape, ShapeError, sizeOf, type DType, type Shape } from "../tensor/index.js";
import type { Operator } from "./define-operator.js";
import { Constant, Input, Parameter, type ParameterTraits } from "./tensor.js";
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
 * @param name  what it is fed by; unique in a program
 * @param shape sizes; a text such as "batch" names a size known only at the run; `[]` is a scalar
 * @param dtype default float32; labels are int32, seeds and step counters uint32
 */
export const input = (name: string, shape: Shape, dtype: DType = "float32"): Input =>
  new Input(inputOperator, name, shape, dtype);

/**
 * A tensor whose numbers are part of the graph.
 * @param value a number (shape `[]`), arrays nested as deep as the rank and all of one length on a level, or a float64 value
 * @param dtype default float32
 */
export function constant(value: Nested | Value, dtype: DType = "float32"): Constant {
  const isValue = typeof value === "object" && "data" in value;
  return new Constant(constantOperator, isValue ? value : valueFrom(value), dtype);
}

/** A scalar constant of a given dtype. */
export const constantLike = (value: number, dtype: DType): Constant => constant(value, dtype);

/**
 * A weight: kept from run to run, learned if `trainable`.
 * @param initial row-major, as many numbers as the shape has elements
 * @param traits  `trainable`: default true; false for what is kept but not learned, such as running statistics.
 *                `sparse`: default false; true for a large table that is read by `gather` alone: a step then changes only
 *                the rows that it read. `heldEpochs`: default 0. `owner`: default none
 * @throws ShapeError if the numbers are more or fewer than the shape has elements
 */
export function parameter(
  shape: readonly number[],
  initial: Float32Array,
  { trainable = true, sparse = false, heldEpochs = 0, owner }: Partial<ParameterTraits> = {},
): Parameter {
  if (initial.length !== sizeOf(shape)) {
    throw new ShapeError(`parameter: ${formatShape(shape)} needs ${sizeOf(shape)} numbers, got ${initial.length}.`);
  }
  return new Parameter(parameterOperator, shape, initial, { trainable, sparse, heldEpochs, owner });
}
