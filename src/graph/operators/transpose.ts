import { formatShape, ShapeError } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { at, generate } from "../value.js";

const transposeOperator = defineOperator("transpose", {
  inputs: ["x"],
  options: { order: [] as readonly number[] },
  shape: ([x], { order }) => {
    if (
      order.length !== x.rank ||
      new Set(order).size !== x.rank ||
      order.some((axis) => x.shape[axis] === undefined)
    ) {
      throw new ShapeError(
        `transpose: the order [${order.join(", ")}] is no permutation of the axes of ${formatShape(x.shape)}.`,
      );
    }
    return order.map((axis) => x.shape[axis]!);
  },
  gradient: (dy, _, __, { order }) => [transpose(dy, inverse(order))],
  onnx: ([x], { order }) => node("Transpose", [x], { perm: order }),
  evaluate: ([x], { order }) => {
    const from = inverse(order);
    return generate(
      order.map((axis) => x.shape[axis]!),
      (index) =>
        at(
          x,
          from.map((axis) => index[axis]!),
        ),
    );
  },
});

/** x with its axes in another order; by default the last two change places. */
export function transpose(x: Tensor, order?: readonly number[]): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return transposeOperator(x, { order: order ?? [...axes.slice(0, -2), x.rank - 1, x.rank - 2] });
}

/** True for a transpose that swaps the last two axes and nothing else: matmul takes it into itself. */
export const isLastTwoSwapped = (x: Tensor): boolean => {
  if (x.operator.name !== "transpose") return false;
  const order = x.options["order"] as readonly number[];
  const rank = order.length;
  return rank >= 2 && order.every((axis, i) => axis === (i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i));
};

const inverse = (order: readonly number[]): number[] => order.map((_, axis) => order.indexOf(axis));
