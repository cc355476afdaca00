import type { Tensor } from "../tensor.js";
import { add, div, mul, neg, sub } from "./arithmetic.js";
import { allButChannels, channelAffine } from "./channel-affine.js";
import { mean } from "./reductions.js";
import { countLike } from "./count.js";
import { reshape } from "./reshape.js";
import { sqrt } from "./unary.js";
import { withGradient } from "./with-gradient.js";

/** What normalising over a batch gives. */
export interface BatchNormResult {
  /** The shape of x. */
  readonly y: Tensor;
  /** `[channels]`: the batch's own mean. */
  readonly mean: Tensor;
  /** `[channels]`: the batch's own variance, biased (divided by the count). */
  readonly variance: Tensor;
}

/**
 * Batch normalisation with the statistics of the batch: y = (x - mean) / √(variance + epsilon) · gamma + beta, mean and
 * variance over all axes but the channels.
 * @param x     `[batch, channels, ...]`
 * @param gamma `[channels]`
 * @param beta  `[channels]`
 * @see Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 1; its gradient, section 3
 */
export function batchNorm(x: Tensor, gamma: Tensor, beta: Tensor, { epsilon }: { epsilon: number }): BatchNormResult {
  const axis = allButChannels(x);
  const batchMean = mean(x, { axis });
  const centred = sub(x, reshape(batchMean, [-1, ...axis.slice(1).map(() => 1)]));
  const variance = mean(mul(centred, centred), { axis });
  const inverse = div(1, sqrt(add(variance, epsilon)));
  const scale = mul(gamma, inverse);
  const y = channelAffine(centred, scale, beta);
  return {
    y: withGradient(y, [x, gamma, beta], (dy) => {
      // With m values a channel: dx = scale · (dy - mean(dy) - centred · inverse² · mean(dy · centred)).
      const meanDy = mean(dy, { axis });
      const meanProduct = mean(mul(dy, centred), { axis });
      const along = neg(mul(mul(scale, mul(inverse, inverse)), meanProduct));
      const dx = add(
        channelAffine(dy, scale, neg(mul(scale, meanDy))),
        mul(centred, reshape(along, [-1, ...axis.slice(1).map(() => 1)])),
      );
      const count = countLike(x, { axes: axis });
      return [dx, mul(count, mul(meanProduct, inverse)), mul(count, meanDy)];
    }),
    mean: batchMean,
    variance,
  };
}
