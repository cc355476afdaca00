import { sizeOf, type Shape } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { int64s, node } from "../lowering.js";
import { constantLike } from "../leaves.js";
import type { Tensor } from "../tensor.js";

const countOperator = defineOperator("count", {
  inputs: ["x"],
  options: { axes: [] as readonly number[] },
  shape: () => [],
  dtype: () => "float32",
  gradient: () => [undefined],
  onnx: ([x], { axes }) => {
    const sizes = node("Gather", [node("Shape", [x]), int64s(axes)]);
    return node("Cast", [node("ReduceProd", [sizes], { keepdims: 0 })], { to: 1 });
  },
  evaluate: ([x], { axes }) => ({ shape: [], data: Float64Array.of(axes.reduce((n, axis) => n * x.shape[axis]!, 1)) }),
});

/** How many elements x has along some axes, as a scalar: a number where the sizes are known, else taken at the run. */
export function countLike(x: Tensor, { axes }: { axes: readonly number[] }): Tensor {
  const sizes: Shape = axes.map((axis) => x.shape[axis]!);
  return sizes.every((size) => typeof size === "number")
    ? constantLike(sizeOf(sizes), "float32")
    : countOperator(x, { axes });
}
