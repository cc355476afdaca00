import { formatShape, normalizeAxis, ShapeError } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { constant } from "../leaves.js";
import { int64s, node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { alongAxis } from "../value.js";
import { mul } from "./arithmetic.js";
import { where } from "./choice.js";
import { squeeze, unsqueeze } from "./reshape.js";
import { transpose } from "./transpose.js";

const prodOperator = defineOperator("prod", {
  inputs: ["x"],
  options: { axis: 0 },
  shape: ([x], { axis }) => x.shape.with(axis, 1),
  gradient: (dy, [x], _, { axis }) => [mul(dy, productOfOthers(x, axis))],
  onnx: ([x], { axis }) => node("ReduceProd", [x, int64s([axis])], { keepdims: 1 }),
  evaluate: ([x], { axis }) => alongAxis(x, axis, (row) => [row.reduce((product, x) => product * x, 1)]),
});

/**
 * The product along one axis (default the last). Its gradient is right at zeros too, at the price of n² products for an
 * axis of n.
 */
export function prod(x: Tensor, { axis = -1, keepDims = false }: { axis?: number; keepDims?: boolean } = {}): Tensor {
  const along = normalizeAxis(axis, x.shape, "prod");
  const product = prodOperator(x, { axis: along });
  return keepDims ? product : squeeze(product, along);
}

/** For each element the product of all others along the axis: one row an element, its own place filled with 1. */
function productOfOthers(x: Tensor, axis: number): Tensor {
  const n = x.shape[axis];
  if (typeof n !== "number") {
    throw new ShapeError(
      `prod: the axis ${n} of ${formatShape(x.shape)} has no fixed size: its gradient is not known.`,
    );
  }
  const order = x.shape.map((_, i) => (i === axis ? x.rank - 1 : i === x.rank - 1 ? axis : i));
  const rows = unsqueeze(transpose(x, order), -2); // [..., 1, n]
  const range = Array.from({ length: n }, (_, i) => i);
  const own = constant(
    range.map((i) => range.map((j) => Number(i === j))),
    "bool",
  );
  return transpose(prod(where(own, 1, rows), { axis: -1 }), order);
}
