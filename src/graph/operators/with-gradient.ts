import { defineVariadicOperator } from "../define-operator.js";
import type { Tensor } from "../tensor.js";

type Rule = (dy: Tensor) => readonly Tensor[];

const withGradientOperator = defineVariadicOperator("withGradient", {
  inputs: ["y", "…"],
  options: { rule: undefined as Rule | undefined },
  shape: ([y]) => y!.shape,
  // y's own way back is closed: the rule alone tells the gradients of the inputs.
  gradient: (dy, _, __, { rule }) => [undefined, ...rule!(dy)],
  onnx: ([y]) => y!,
  evaluate: ([y]) => y!,
});

/**
 * y, computed from the inputs by other operators, with a gradient of its own that is shorter than what `grad` would
 * find. The rule is a graph too, so gradients of gradients stay exact.
 * @param y      the composed result
 * @param inputs what it was computed from
 * @param rule   from the gradient of y to that of each input
 */
export const withGradient = (y: Tensor, inputs: readonly Tensor[], rule: Rule): Tensor =>
  withGradientOperator([y, ...inputs], { rule });
