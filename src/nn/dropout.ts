import { mul, randomMask, where, type Tensor } from "../graph/index.js";
import { OptionError } from "../tensor/index.js";
import { Module } from "./module.js";
import type { Pass } from "./pass.js";

/**
 * Each number is dropped with a probability of `rate`, those kept are divided by 1 - rate, so that the expectation stays;
 * in evaluation x itself. Which are dropped depends on the pass's seed and step and on the place in the model alone.
 * Source: Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from overfitting".
 */
export class Dropout extends Module {
  /**
   * @param rate 0 ≤ rate < 1
   * @throws OptionError if the rate is outside of that
   */
  constructor(readonly rate: number) {
    super();
    if (rate >= 0 && rate < 1) return;
    throw new OptionError(
      `Dropout: the rate is ${rate}, expected 0 or more and less than 1, the share that is dropped.`,
    );
  }

  forward(x: Tensor, pass: Pass): Tensor {
    if (!pass.training || this.rate === 0) return x;
    if (!pass.random) {
      throw new OptionError("Dropout: this training pass has no random numbers. Give trainingPass a seed and a step.");
    }
    const { seed, step } = pass.random;
    const keep = 1 - this.rate;
    return mul(x, where(randomMask(x, keep, { seed, step, node: pass.random.nextNode() }), 1 / keep, 0));
  }
}
