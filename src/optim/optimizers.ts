import type { Parameter, Tensor, TensorLike } from "../graph/index.js";
import { OptionError, suggestion } from "../tensor/index.js";
import { adam, adamw, type AdamOptions } from "./adam.js";
import type { Updates } from "./optimizer.js";
import { sgd, type SgdOptions } from "./sgd.js";

/** Optimisers by the names that recipes use. */
export const optimizers = {
  sgd: { summary: "Gradient descent with momentum", step: sgd },
  adam: { summary: "Adaptive moments", step: adam },
  adamw: { summary: "Adam with decoupled weight decay", step: adamw },
} as const;

/** An optimiser's name with its options; every number may be a scalar tensor. */
export type OptimizerOptions =
  ({ readonly name: "sgd" } & SgdOptions) | ({ readonly name: "adam" | "adamw" } & AdamOptions);

/**
 * One step of the optimiser that a recipe names, such as `{ name: "sgd", momentum: 0.9 }`.
 * @throws OptionError that suggests the nearest name
 */
export function optimizerUpdates(
  { name, ...options }: OptimizerOptions,
  parameters: readonly Parameter[],
  gradients: readonly Tensor[],
  learningRate: TensorLike,
): Updates {
  if (!Object.hasOwn(optimizers, name)) {
    throw new OptionError(`There is no optimizer "${name}".${suggestion(name, Object.keys(optimizers))}`);
  }
  return optimizers[name].step(parameters, gradients, { ...options, learningRate });
}
