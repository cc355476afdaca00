import { broadcastShapes, formatShape, ShapeError } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { node, real, type Expression, type Reference } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { at, generate } from "../value.js";
import { reshape } from "./reshape.js";
import { isLastTwoSwapped } from "./transpose.js";

interface MatmulOptions {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const matmulOperator = defineOperator("matmul", {
  inputs: ["a", "b"],
  options: { transposeA: false, transposeB: false } as MatmulOptions,
  shape: ([a, b], { transposeA, transposeB }) => {
    if (a.rank < 2 || b.rank < 2) {
      throw new ShapeError(
        `matmul: ${formatShape(a.shape)} × ${formatShape(b.shape)}: both need at least 2 axes. Use unsqueeze for vectors.`,
      );
    }
    const [rows, innerA] = lastTwo(a, transposeA);
    const [innerB, columns] = lastTwo(b, transposeB);
    if (innerA !== innerB) {
      throw new ShapeError(
        `matmul: inner sizes differ: ${formatOperand(a, transposeA)} × ${formatOperand(b, transposeB)} needs ${innerA} = ${innerB}.`,
      );
    }
    return [...broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2), "matmul"), rows!, columns!];
  },
  gradient: (dy, [a, b], _, { transposeA: ta, transposeB: tb }) => {
    const da = ta ? multiply(b, dy, tb, true) : multiply(dy, b, false, !tb);
    const db = tb ? multiply(dy, a, true, ta) : multiply(a, dy, !ta, false);
    return [da, db];
  },
  onnx: ([a, b], { transposeA, transposeB }, { target }) => {
    const flat = a.shape.length === 2 && b.shape.length === 2;
    if (flat) return node("Gemm", [a, b], { transA: Number(transposeA), transB: Number(transposeB) });
    if (!transposeA && !transposeB) return node("MatMul", [a, b]);
    if (!target.contrib) return node("MatMul", [swapped(a, transposeA), swapped(b, transposeB)]);
    const attributes = { transA: Number(transposeA), transB: Number(transposeB), alpha: real(1) };
    return node("FusedMatMul", [a, b], attributes, { domain: "com.microsoft" });
  },
  evaluate: ([a, b], { transposeA, transposeB }) => {
    const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2), "matmul") as number[];
    const rows = a.shape.at(transposeA ? -1 : -2)!;
    const inner = a.shape.at(transposeA ? -2 : -1)!;
    const columns = b.shape.at(transposeB ? -2 : -1)!;
    const read = (value: typeof a, index: readonly number[], row: number, column: number, transposed: boolean) => {
      const leading = value.shape.slice(0, -2);
      const offset = batch.length - leading.length;
      const position = leading.map((size, axis) => (size === 1 ? 0 : index[axis + offset]!));
      return at(value, transposed ? [...position, column, row] : [...position, row, column]);
    };
    return generate([...batch, rows, columns], (index) => {
      let total = 0;
      for (let k = 0; k < inner; k++) {
        total += read(a, index, index.at(-2)!, k, transposeA) * read(b, index, k, index.at(-1)!, transposeB);
      }
      return total;
    });
  },
});

/**
 * The matrix product over the last two axes, `[..., n, k] × [..., k, m]` → `[..., n, m]`; leading axes broadcast.
 * A transpose of the last two axes is folded into the product, so that it costs nothing.
 * @throws ShapeError if the inner sizes differ
 */
export const matmul = (a: Tensor, b: Tensor): Tensor => multiply(a, b, false, false);

function multiply(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  if (isLastTwoSwapped(a)) return multiply(a.inputs[0]!, b, !transposeA, transposeB);
  if (isLastTwoSwapped(b)) return multiply(a, b.inputs[0]!, transposeA, !transposeB);
  // [..., n, k] × [k, m]: one large product instead of a batch of small ones.
  if (a.rank > 2 && b.rank === 2 && !transposeA) {
    const rows = matmulOperator(reshape(a, [-1, a.shape.at(-1)!]), b, { transposeA, transposeB });
    return reshape(rows, [...a.shape.slice(0, -1), rows.shape[1]!], { namesFrom: a });
  }
  return matmulOperator(a, b, { transposeA, transposeB });
}

function swapped(x: Reference, transposed: boolean): Expression {
  if (!transposed) return x;
  const axes = x.shape.map((_, axis) => axis);
  return node("Transpose", [x], { perm: [...axes.slice(0, -2), axes.length - 1, axes.length - 2] });
}

const lastTwo = (x: Tensor, transposed: boolean) => (transposed ? [x.shape.at(-1), x.shape.at(-2)] : x.shape.slice(-2));

const formatOperand = (x: Tensor, transposed: boolean) => formatShape(x.shape) + (transposed ? "ᵀ" : "");
