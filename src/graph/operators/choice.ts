import { broadcastShapes } from "../../tensor/index.js";
import { defineOperator, type Ternary } from "../define-operator.js";
import { node } from "../lowering.js";
import { mapValues } from "../value.js";

/** a where the condition (bool) holds, b elsewhere; all three broadcast. */
export const where: Ternary = defineOperator("where", {
  inputs: ["condition", "a", "b"],
  elementwise: true,
  shape: ([condition, a, b]) => broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape, "where"), "where"),
  dtype: ([, a]) => a.dtype,
  gradient: (dy, [condition]) => [undefined, where(condition, dy, 0), where(condition, 0, dy)],
  onnx: ([condition, a, b]) => node("Where", [condition, a, b]),
  evaluate: ([condition, a, b]) => mapValues((condition, a, b) => (condition ? a : b), condition, a, b),
});
