import { normalizeAxis } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { alongAxis } from "../value.js";
import { squeeze } from "./reshape.js";

const argMaxOperator = defineOperator("argMax", {
  inputs: ["x"],
  options: { axis: 0 },
  shape: ([x], { axis }) => x.shape.with(axis, 1),
  dtype: () => "int64",
  onnx: ([x], { axis }) => node("ArgMax", [x], { axis, keepdims: 1 }),
  evaluate: ([x], { axis }) => alongAxis(x, axis, (row) => [row.indexOf(Math.max(...row))]),
});

/** Where along an axis (default the last) the largest number is, int64, without that axis; the first of equals. */
export function argMax(x: Tensor, { axis = -1 }: { axis?: number } = {}): Tensor {
  const along = normalizeAxis(axis, x.shape, "argMax");
  return squeeze(argMaxOperator(x, { axis: along }), along);
}
