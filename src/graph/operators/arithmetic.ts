import { broadcastShapes } from "../../tensor/index.js";
import { defineOperator, type OperatorDefinition, type Unary } from "../define-operator.js";
import { node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { mapValues } from "../value.js";
import { where } from "./choice.js";
import { greaterEqual, lessEqual } from "./comparison.js";
import { log, sign } from "./unary.js";

type Definition = OperatorDefinition<readonly ["a", "b"], object>;

/** An element-wise operator on two tensors that broadcast; `grad` sums the gradients back over stretched axes. */
const binary = (name: string, op: string, f: (a: number, b: number) => number, gradient: Definition["gradient"]) =>
  defineOperator(name, {
    inputs: ["a", "b"],
    elementwise: true,
    shape: ([a, b]) => broadcastShapes(a.shape, b.shape, name),
    gradient,
    onnx: ([a, b]) => node(op, [a, b]),
    evaluate: ([a, b]) => mapValues(f, a, b),
  });

/** a + b, broadcasting. */
export const add = binary(
  "add",
  "Add",
  (a, b) => a + b,
  (dy) => [dy, dy],
);

/** a - b, broadcasting. */
export const sub = binary(
  "sub",
  "Sub",
  (a, b) => a - b,
  (dy) => [dy, neg(dy)],
);

/** a · b element by element, broadcasting. */
export const mul = binary(
  "mul",
  "Mul",
  (a, b) => a * b,
  (dy, [a, b]) => [mul(dy, b), mul(dy, a)],
);

/** a / b element by element, broadcasting. */
export const div = binary(
  "div",
  "Div",
  (a, b) => a / b,
  (dy, [, b], y) => [div(dy, b), neg(div(mul(dy, y), b))],
);

/** a to the power of b. The gradient with respect to b needs a > 0. */
export const pow = binary("pow", "Pow", Math.pow, (dy, [a, b], y) => [
  mul(dy, mul(b, pow(a, sub(b, 1)))),
  mul(dy, mul(y, log(a))),
]);

/** The larger of two; where they are equal the gradient goes to the first. */
export const maximum = binary("maximum", "Max", Math.max, (dy, [a, b]) => {
  const first = greaterEqual(a, b);
  return [where(first, dy, 0), where(first, 0, dy)];
});

/** The smaller of two; where they are equal the gradient goes to the first. */
export const minimum = binary("minimum", "Min", Math.min, (dy, [a, b]) => {
  const first = lessEqual(a, b);
  return [where(first, dy, 0), where(first, 0, dy)];
});

/** -x. */
export const neg: Unary = defineOperator("neg", {
  inputs: ["x"],
  elementwise: true,
  shape: ([x]) => x.shape,
  gradient: (dy) => [neg(dy)],
  onnx: ([x]) => node("Neg", [x]),
  evaluate: ([x]) => mapValues((x) => -x, x),
});

/** |x|; the gradient at 0 is 0. */
export const abs = defineOperator("abs", {
  inputs: ["x"],
  elementwise: true,
  shape: ([x]) => x.shape,
  gradient: (dy, [x]) => [mul(dy, sign(x))],
  onnx: ([x]) => node("Abs", [x]),
  evaluate: ([x]) => mapValues(Math.abs, x),
});

/** x². */
export const square = (x: Tensor): Tensor => mul(x, x);
