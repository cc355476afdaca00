import { normalizeAxis } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { node } from "../lowering.js";
import { alongAxis } from "../value.js";
import { mul, sub } from "./arithmetic.js";
import { sum } from "./reductions.js";
import { exp } from "./unary.js";

/**
 * eˣ / sum(eˣ) along one axis, without overflow.
 * @param axis the axis to normalise; negative counts from the end; default -1
 * @throws ShapeError if x has no such axis
 */
export const softmax = defineOperator("softmax", {
  inputs: ["x"],
  options: { axis: -1 },
  shape: ([x], { axis }) => (normalizeAxis(axis, x.shape, "softmax"), x.shape),
  gradient: (dy, _, y, { axis }) => [mul(y, sub(dy, sum(mul(dy, y), { axis, keepDims: true })))],
  onnx: ([x], { axis }) => node("Softmax", [x], { axis }),
  evaluate: ([x], { axis }) =>
    alongAxis(x, normalizeAxis(axis, x.shape, "softmax"), (row) => {
      const logs = logSoftmaxRow(row);
      return logs.map(Math.exp);
    }),
});

/**
 * log(softmax(x)) along one axis, without overflow: y[i] = x[i] - log(sum_j exp(x[j])).
 * @param axis the axis to normalise; negative counts from the end; default -1
 * @throws ShapeError if x has no such axis
 */
export const logSoftmax = defineOperator("logSoftmax", {
  inputs: ["x"],
  options: { axis: -1 },
  shape: ([x], { axis }) => (normalizeAxis(axis, x.shape, "logSoftmax"), x.shape),
  // exp(y) is the softmax and is already at hand: no second one in the backward pass.
  gradient: (dy, _, y, { axis }) => [sub(dy, mul(exp(y), sum(dy, { axis, keepDims: true })))],
  onnx: ([x], { axis }) => node("LogSoftmax", [x], { axis }),
  evaluate: ([x], { axis }) => alongAxis(x, normalizeAxis(axis, x.shape, "logSoftmax"), logSoftmaxRow),
});

function logSoftmaxRow(row: readonly number[]): number[] {
  const max = Math.max(...row);
  const logSum = max + Math.log(row.reduce((total, x) => total + Math.exp(x - max), 0));
  return row.map((x) => x - logSum);
}
