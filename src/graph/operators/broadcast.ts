import { broadcastShapes, formatShape, sameShape, ShapeError, type Shape } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { mapValues } from "../value.js";
import { sum } from "./reductions.js";
import { reshape } from "./reshape.js";

const broadcastOperator = defineOperator("broadcastLike", {
  inputs: ["x", "like"],
  shape: ([x, like]) => {
    const shape = broadcastShapes(x.shape, like.shape, "broadcastLike");
    if (sameShape(shape, like.shape)) return shape;
    throw new ShapeError(`broadcastLike: ${formatShape(x.shape)} does not stretch to ${formatShape(like.shape)}.`);
  },
  gradient: (dy, [x]) => [sumTo(dy, x.shape), undefined],
  onnx: ([x, like]) => node("Expand", [x, node("Shape", [like])]),
  evaluate: ([x, like]) => mapValues((x) => x, x, like),
});

/** x stretched to the shape of another tensor, whose numbers do not matter. */
export const broadcastLike = (x: Tensor, like: Tensor): Tensor =>
  sameShape(x.shape, like.shape) ? x : broadcastOperator(x, like);

/** The opposite of broadcasting: sums over the axes along which `shape` was stretched to that of x. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const extra = x.rank - shape.length;
  const stretched = x.shape.flatMap((dim, axis) =>
    axis < extra || (shape[axis - extra] === 1 && dim !== 1) ? [axis] : [],
  );
  return stretched.length === 0 ? x : reshape(sum(x, { axis: stretched, keepDims: true }), shape);
}
