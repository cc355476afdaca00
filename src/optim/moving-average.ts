import { add, mul, parameter, sub, type Parameter, type TensorLike } from "../graph/index.js";
import type { Updates } from "./optimizer.js";

/** Slow copies of weights, kept by the training step. */
export interface MovingAverage {
  /** The copy of each weight, named "<weight>/average": not trainable, starts at the weight's initial value. */
  readonly averages: ReadonlyMap<Parameter, Parameter>;
  /** The optimiser's updates together with those of the copies. */
  readonly updates: Updates;
}

/**
 * An exponential moving average of weights: average = decay · average + (1 - decay) · new weight.
 * Source: Tarvainen and Valpola 2017, arXiv:1703.01780, section 2.
 * The copy of a sparse weight moves where the weight does.
 * @param updates new values of weights; those of state are passed on
 * @param decay   0 ≤ decay < 1, such as 0.999
 */
export function movingAverage(updates: Updates, decay: TensorLike): MovingAverage {
  const rest = typeof decay === "number" ? 1 - decay : sub(1, decay);
  const averages = new Map<Parameter, Parameter>();
  const all: Updates = new Map(updates);
  for (const [weight, next] of updates) {
    if (!weight.trainable) continue;
    const { sparse } = weight;
    const average = parameter(weight.shape as number[], weight.initial, { trainable: false, sparse, owner: weight });
    average.name = `${weight.name}/average`;
    averages.set(weight, average);
    all.set(average, add(mul(average, decay), mul(next, rest)));
  }
  return { averages, updates: all };
}
