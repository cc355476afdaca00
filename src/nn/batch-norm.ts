import {
  add,
  batchNorm,
  channelAffine,
  countLike,
  div,
  maximum,
  mul,
  sqrt,
  sub,
  type Parameter,
  type Tensor,
} from "../graph/index.js";
import { constantParameter } from "./initialize.js";
import { Module } from "./module.js";
import type { Pass } from "./pass.js";

export interface BatchNormOptions {
  /** Added to the variance, default 1e-5. */
  readonly epsilon?: number;
  /** The weight of the newest batch in the running statistics, default 0.1. */
  readonly momentum?: number;
}

/**
 * y = (x - mean) / √(variance + epsilon) · weight + bias, channel by channel: `[batch, channels]` or
 * `[batch, channels, height, width]` → the same. In training mean and variance are those of the batch, and move the
 * running ones: running = (1 - momentum) · running + momentum · statistic, the variance divided by count - 1 there.
 * In evaluation the running ones are used. Starts as PyTorch's: weight 1, bias 0, running mean 0, running variance 1.
 * Source: Ioffe and Szegedy 2015, arXiv:1502.03167, algorithms 1 and 2.
 */
export class BatchNorm extends Module {
  readonly weight: Parameter; // [channels]
  readonly bias: Parameter; // [channels]
  readonly runningMean: Parameter; // [channels]
  readonly runningVariance: Parameter; // [channels]
  readonly epsilon: number;
  readonly momentum: number;

  constructor(channels: number, { epsilon = 1e-5, momentum = 0.1 }: BatchNormOptions = {}) {
    super();
    this.weight = constantParameter([channels], 1);
    this.bias = constantParameter([channels], 0);
    this.runningMean = constantParameter([channels], 0, { trainable: false });
    this.runningVariance = constantParameter([channels], 1, { trainable: false });
    this.epsilon = epsilon;
    this.momentum = momentum;
  }

  forward(x: Tensor, pass: Pass): Tensor {
    const { weight, bias, runningMean, runningVariance, epsilon } = this;
    if (!pass.training) {
      const scale = div(weight, sqrt(add(runningVariance, epsilon)));
      return channelAffine(x, scale, sub(bias, mul(runningMean, scale)));
    }
    const { y, mean, variance } = batchNorm(x, weight, bias, { epsilon });
    const count = countLike(x, { axes: x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis])) });
    const unbiased = mul(variance, div(count, maximum(sub(count, 1), 1)));
    pass.update(runningMean, this.#moved(runningMean, mean));
    pass.update(runningVariance, this.#moved(runningVariance, unbiased));
    return y;
  }

  #moved(running: Parameter, statistic: Tensor): Tensor {
    return add(mul(running, 1 - this.momentum), mul(statistic, this.momentum));
  }
}
