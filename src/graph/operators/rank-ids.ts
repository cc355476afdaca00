import { defineOperator } from "../define-operator.js";
import { node, output } from "../lowering.js";
import { dataTypes } from "../onnx-node.js";
import type { Tensor } from "../tensor.js";
import { checkIndices } from "./indices.js";
import { shapeOf } from "./shape-expressions.js";

/**
 * Each id replaced by its place among the ids that occur, smallest first: 7, 3, 7, 90 become 1, 0, 1, 2. int64, of the shape
 * of the ids. All places are below the number of ids: what belongs to rows of a large table fits into a small one.
 * @param ids int32 or int64
 */
export const rankIds: (ids: Tensor) => Tensor = defineOperator("rankIds", {
  inputs: ["ids"],
  shape: ([ids]) => (checkIndices("rankIds", ids), ids.shape),
  dtype: () => "int64",
  onnx: ([ids]) => {
    const unique = node("Unique", [node("Cast", [ids], { to: dataTypes.int64 })], { sorted: 1 }, { outputs: 3 });
    return node("Reshape", [output(unique, 2), shapeOf(ids)]);
  },
  evaluate: ([ids]) => {
    const sorted = [...new Set(ids.data)].sort((a, b) => a - b);
    const places = new Map(sorted.map((id, i) => [id, i]));
    return { shape: ids.shape, data: ids.data.map((id) => places.get(id)!) };
  },
});
