import { formatShape, sameShape, ShapeError } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { at, generate } from "../value.js";
import { matmul } from "./matmul.js";
import { sum } from "./reductions.js";
import { transpose } from "./transpose.js";

/**
 * x Wᵀ + b as one node: `[n, k]`, `[m, k]` and `[m]` → `[n, m]`.
 * @throws ShapeError if they do not fit
 */
export const affine: (x: Tensor, weight: Tensor, bias: Tensor) => Tensor = defineOperator("affine", {
  inputs: ["x", "weight", "bias"],
  shape: ([x, weight, bias]) => {
    const [rows, inner] = x.shape;
    const [columns] = weight.shape;
    const fits = x.rank === 2 && sameShape(weight.shape, [columns!, inner!]) && sameShape(bias.shape, [columns!]);
    if (fits) return [rows!, columns!];
    throw new ShapeError(
      `affine: x ${formatShape(x.shape)}, weight ${formatShape(weight.shape)}, bias ${formatShape(bias.shape)}: ` +
        `expected [n, k], [m, k] and [m].`,
    );
  },
  gradient: (dy, [x, weight]) => [matmul(dy, weight), matmul(transpose(dy), x), sum(dy, { axis: 0 })],
  onnx: (inputs) => node("Gemm", inputs, { transB: 1 }),
  evaluate: ([x, weight, bias]) =>
    generate([x.shape[0]!, weight.shape[0]!], ([row, column]) => {
      let total = bias.data[column!]!;
      for (let k = 0; k < x.shape[1]!; k++) total += at(x, [row!, k]) * at(weight, [column!, k]);
      return total;
    }),
});
