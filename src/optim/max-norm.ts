import { add, div, minimum, mul, sqrt, sum, type Tensor, type TensorLike } from "../graph/index.js";
import type { Updates } from "./optimizer.js";

/**
 * The weights into each unit `[outFeatures, ...]`, cut to a length: rows of Linear's `[outFeatures, inFeatures]`, everything but the first axis
 * of Conv2d's weight. w · min(1, maxNorm / (‖w‖ + 1e-7)), as PyTorch's renorm.
 * Source: Hinton et al. 2012, arXiv:1207.0580, section 2.
 */
export function limitRowNorms(weight: Tensor, maxNorm: TensorLike): Tensor {
  const axis = weight.shape.slice(1).map((_, i) => i + 1);
  const norms = sqrt(sum(mul(weight, weight), { axis, keepDims: true }));
  return mul(weight, minimum(div(maxNorm, add(norms, 1e-7)), 1));
}

/**
 * The max-norm constraint on top of an optimiser's updates: every trainable weight of two axes or more has its rows cut
 * after the update. Biases, embedding tables that are sparse, and the optimiser's state stay as they are.
 */
export const maxNormConstraint = (updates: Updates, maxNorm: TensorLike): Updates =>
  new Map(
    [...updates].map(([parameter, next]) => [
      parameter,
      parameter.trainable && parameter.rank >= 2 && !parameter.sparse ? limitRowNorms(next, maxNorm) : next,
    ]),
  );
