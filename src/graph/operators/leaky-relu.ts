import { defineOperator } from "../define-operator.js";
import { node, real } from "../lowering.js";
import { mapValues } from "../value.js";
import { mul } from "./arithmetic.js";
import { where } from "./choice.js";
import { greater } from "./comparison.js";

/**
 * x where x > 0, else slope · x.
 * @param slope default 0.01, as PyTorch's
 */
export const leakyRelu = defineOperator("leakyRelu", {
  inputs: ["x"],
  options: { slope: 0.01 },
  elementwise: true,
  shape: ([x]) => x.shape,
  gradient: (dy, [x], _, { slope }) => [where(greater(x, 0), dy, mul(dy, slope))],
  onnx: ([x], { slope }) => node("LeakyRelu", [x], { alpha: real(slope) }),
  evaluate: ([x], { slope }) => mapValues((x) => (x > 0 ? x : slope * x), x),
});
