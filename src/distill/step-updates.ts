import { add, input, mul, sub, type Input, type Parameter, type Tensor } from "../graph/index.js";
import { gradientsOf } from "../nn/index.js";
import { clipByGlobalNorm, optimizerUpdates, type OptimizerOptions } from "../optim/index.js";
import { learningNetwork } from "./draw-networks.js";
import type { DrawnStep } from "./draw-step.js";
import type { AverageNetwork, Drawing } from "./drawing.js";
import type { StepScalar } from "./step-feeds.js";

export interface StepUpdates {
  /** New values of weights, running statistics, averages, and the optimiser's state. */
  readonly updates: ReadonlyMap<Parameter, Tensor>;
  /** Every number that is fed. */
  readonly scalars: ReadonlyMap<Input, StepScalar>;
}

/**
 * What a step changes.
 * @throws OptionError if a trainable parameter gets no gradient
 */
export function stepUpdates(
  drawn: DrawnStep,
  { networks }: Drawing,
  { optimizer, clipNorm }: { readonly optimizer: OptimizerOptions; readonly clipNorm?: number | null },
  learningRate: Input,
): StepUpdates {
  let gradients: readonly Tensor[] = gradientsOf(drawn.total, drawn.trainable);
  if (clipNorm) gradients = clipByGlobalNorm(gradients, clipNorm);
  const updates = optimizerUpdates(optimizer, drawn.trainable, gradients, learningRate);
  for (const [buffer, next] of drawn.updates) updates.set(buffer, next);
  const scalars = new Map<Input, StepScalar>(drawn.scalars);
  for (const [name, network] of Object.entries(networks)) {
    if (network.kind !== "average") continue;
    const decay = input(`${name}.decay`, []);
    scalars.set(decay, (step) => Math.min(network.decay, 1 - 1 / (step + 1)));
    const followed = learningNetwork(networks, network.of, name).classifier.module.parameters();
    followedBy(network).forEach((average, i) => {
      const weight = updates.get(followed[i]!)!;
      updates.set(average, add(mul(average, decay), mul(weight, sub(1, decay))));
    });
  }
  return { updates, scalars };
}

/** Its weights, in the order of those that they follow: both are of one architecture. */
const followedBy = ({ classifier }: AverageNetwork): Parameter[] => classifier.module.parameters();
