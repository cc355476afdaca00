import { formatShape, isStatic, sameShape, ShapeError, sizeOf } from "../../tensor/index.js";
import { defineOperator, type OperatorDefinition } from "../define-operator.js";
import { int64s, node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { checkIndices } from "./indices.js";
import { zerosLike } from "./shape-expressions.js";

/**
 * Rows of a table: `[rows, ...]` and indices of any shape → `[...indices, ...]`. The gradient adds up the rows that were
 * taken more than once.
 * @param indices int32 or int64, each from 0 to rows - 1
 * @throws ShapeError if the indices are no integers or the table is a scalar
 */
export const gather: (table: Tensor, indices: Tensor) => Tensor = defineOperator("gather", {
  inputs: ["table", "indices"],
  shape: ([table, indices]) => {
    checkIndices("gather", indices);
    if (table.rank === 0) throw new ShapeError(`gather: the table is a scalar, expected [rows, ...].`);
    return [...indices.shape, ...table.shape.slice(1)];
  },
  gradient: (dy, [table, indices]) => [scatterAddRows(dy, indices, table), undefined],
  onnx: ([table, indices]) => node("Gather", [table, indices], { axis: 0 }),
  evaluate: ([table, indices]) => {
    const rest = table.shape.slice(1);
    const width = sizeOf(rest);
    const data = new Float64Array(indices.data.length * width);
    indices.data.forEach((row, i) => data.set(table.data.subarray(row * width, (row + 1) * width), i * width));
    return { shape: [...indices.shape, ...rest], data };
  },
});

type Scatter = OperatorDefinition<readonly ["rows", "indices", "like"], object>;

/**
 * Zeros in the shape of `like`, `[rows, ...]`, with each row of `rows` added where its index says.
 * @param like a tensor whose numbers do not matter
 */
export const scatterAddRows: (rows: Tensor, indices: Tensor, like: Tensor) => Tensor = defineOperator(
  "scatterAddRows",
  {
    inputs: ["rows", "indices", "like"],
    shape: ([rows, indices, like]) => {
      checkIndices("scatterAddRows", indices);
      const expected = [...indices.shape, ...like.shape.slice(1)];
      if (sameShape(expected, rows.shape) && isStatic(like.shape.slice(1))) return like.shape;
      throw new ShapeError(
        `scatterAddRows: the rows are ${formatShape(rows.shape)}, expected ${formatShape(expected)}.`,
      );
    },
    gradient: (dy, [, indices]) => [gather(dy, indices), undefined, undefined],
    // Not ScatterND: with reduction "add" and several threads ONNX Runtime 1.30 loses additions to equal rows.
    onnx: ([rows, indices, like]) => {
      const ones = like.shape.slice(1).map(() => 1);
      const column = node("Reshape", [indices, int64s([-1, ...ones])]);
      const flat = node("Reshape", [rows, int64s([-1, ...(like.shape.slice(1) as number[])])]);
      const everywhere = node("Expand", [column, node("Shape", [flat])]);
      return node("ScatterElements", [zerosLike(like), everywhere, flat], { axis: 0, reduction: "add" });
    },
    evaluate: ([rows, indices, like]) => {
      const width = sizeOf(like.shape.slice(1));
      const data = new Float64Array(like.data.length);
      indices.data.forEach((row, i) => {
        for (let j = 0; j < width; j++) data[row * width + j]! += rows.data[i * width + j]!;
      });
      return { shape: like.shape, data };
    },
  } satisfies Scatter,
);
