import { formatShape, normalizeAxis, sameShape, ShapeError, stridesOf } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { at, generate } from "../value.js";
import { checkIndices } from "./indices.js";
import { zerosLike } from "./shape-expressions.js";

function checkFit(name: string, x: Tensor, indices: Tensor, axis: number): void {
  checkIndices(name, indices);
  if (indices.rank === x.rank && sameShape(indices.shape.with(axis, 1), x.shape.with(axis, 1))) return;
  throw new ShapeError(
    `${name}: the indices ${formatShape(indices.shape)} must have the sizes of ${formatShape(x.shape)} but along axis ${axis}.`,
  );
}

type Take = (x: Tensor, indices: Tensor, options: { axis: number }) => Tensor;
type Scatter = (values: Tensor, indices: Tensor, like: Tensor, options: { axis: number }) => Tensor;

const takeOperator: Take = defineOperator("takeAlongAxis", {
  inputs: ["x", "indices"],
  options: { axis: 0 },
  shape: ([x, indices], { axis }) => (checkFit("takeAlongAxis", x, indices, axis), indices.shape),
  gradient: (dy, [x, indices], _, { axis }) => [scatterOperator(dy, indices, x, { axis }), undefined],
  onnx: ([x, indices], { axis }) => node("GatherElements", [x, indices], { axis }),
  evaluate: ([x, indices], { axis }) => generate(indices.shape, (index) => at(x, index.with(axis, at(indices, index)))),
});

const scatterOperator: Scatter = defineOperator("scatterAddAlongAxis", {
  inputs: ["values", "indices", "like"],
  options: { axis: 0 },
  shape: ([, indices, like], { axis }) => (checkFit("scatterAddAlongAxis", like, indices, axis), like.shape),
  gradient: (dy, [, indices], _, { axis }) => [takeOperator(dy, indices, { axis }), undefined, undefined],
  onnx: ([values, indices, like], { axis }) =>
    node("ScatterElements", [zerosLike(like), indices, values], { axis, reduction: "add" }),
  evaluate: ([values, indices, like], { axis }) => {
    const data = new Float64Array(like.data.length);
    const strides = stridesOf(like.shape);
    generate(indices.shape, (index) => {
      const place = index.with(axis, at(indices, index)).reduce((sum, i, a) => sum + i * strides[a]!, 0);
      return (data[place]! += at(values, index));
    });
    return { shape: like.shape, data };
  },
});

/**
 * One number of x for each index: y[i, j] = x[i, indices[i, j]] for axis 1. The gradient adds up what was taken twice.
 * @param indices int32 or int64, of the shape of x but along the axis; each at least 0 and below the size of the axis
 * @param axis    default -1
 * @throws ShapeError if the shapes differ elsewhere or the indices are no integers
 */
export const takeAlongAxis = (x: Tensor, indices: Tensor, { axis = -1 }: { axis?: number } = {}): Tensor =>
  takeOperator(x, indices, { axis: normalizeAxis(axis, x.shape, "takeAlongAxis") });

/**
 * Zeros in the shape of `like` with each value added where its index along the axis says: the opposite of takeAlongAxis.
 * @param like a tensor whose numbers do not matter
 */
export const scatterAddAlongAxis = (
  values: Tensor,
  indices: Tensor,
  like: Tensor,
  { axis = -1 }: { axis?: number } = {},
): Tensor => scatterOperator(values, indices, like, { axis: normalizeAxis(axis, like.shape, "scatterAddAlongAxis") });
