import { broadcastShapes } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { node } from "../lowering.js";
import { mapValues } from "../value.js";

/** Compares element by element, broadcasting; gives bool, through which no gradient flows. */
const comparison = (name: string, op: string, f: (a: number, b: number) => boolean) =>
  defineOperator(name, {
    inputs: ["a", "b"],
    elementwise: true,
    shape: ([a, b]) => broadcastShapes(a.shape, b.shape, name),
    dtype: () => "bool",
    onnx: ([a, b]) => node(op, [a, b]),
    evaluate: ([a, b]) => mapValues((a, b) => Number(f(a, b)), a, b),
  });

/** a > b. */
export const greater = comparison("greater", "Greater", (a, b) => a > b);
/** a ≥ b. */
export const greaterEqual = comparison("greaterEqual", "GreaterOrEqual", (a, b) => a >= b);
/** a < b. */
export const less = comparison("less", "Less", (a, b) => a < b);
/** a ≤ b. */
export const lessEqual = comparison("lessEqual", "LessOrEqual", (a, b) => a <= b);
/** a = b. */
export const equal = comparison("equal", "Equal", (a, b) => a === b);

/** Not a, of a bool tensor. */
export const not = defineOperator("not", {
  inputs: ["a"],
  elementwise: true,
  shape: ([a]) => a.shape,
  onnx: ([a]) => node("Not", [a]),
  evaluate: ([a]) => mapValues((a) => Number(a === 0), a),
});
