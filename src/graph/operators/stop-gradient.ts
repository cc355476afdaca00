import { defineOperator } from "../define-operator.js";

/** x itself, through which no gradient flows: what a frozen teacher's outputs pass on their way to the student's loss. */
export const stopGradient = defineOperator("stopGradient", {
  inputs: ["x"],
  elementwise: true,
  shape: ([x]) => x.shape,
  gradient: () => [undefined],
  onnx: ([x]) => x,
  evaluate: ([x]) => x,
});
