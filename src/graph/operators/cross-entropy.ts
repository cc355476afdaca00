import { formatShape, ShapeError } from "../../tensor/index.js";
import type { Tensor, TensorLike } from "../tensor.js";
import { add, div, mul, neg, sub } from "./arithmetic.js";
import { oneHot } from "./one-hot.js";
import { sum } from "./reductions.js";
import { logSoftmax } from "./softmax.js";

/**
 * The cross-entropy of labels, without overflow, one number a sample:
 *   -Σ_c q_c · log softmax(logits)_c   with q = (1 - ε) · onehot(label) + ε / classes
 * @param logits `[..., classes]`
 * @param labels `[...]`, int32 or int64, 0 … classes - 1
 * @param labelSmoothing ε, 0 … 1; default 0 (Szegedy et al. 2015, arXiv:1512.00567, section 7)
 * @returns `[...]`: take the mean for a loss
 * @throws ShapeError if the shapes do not fit
 */
export function crossEntropy(
  logits: Tensor,
  labels: Tensor,
  { labelSmoothing = 0 }: { labelSmoothing?: TensorLike } = {},
): Tensor {
  const classes = logits.shape.at(-1);
  if (typeof classes !== "number" || formatShape(labels.shape) !== formatShape(logits.shape.slice(0, -1))) {
    throw new ShapeError(
      `crossEntropy: logits ${formatShape(logits.shape)} and labels ${formatShape(labels.shape)}: ` +
        `expected [..., classes] and [...], the number of classes fixed.`,
    );
  }
  const hard = oneHot(labels, classes);
  const target = labelSmoothing === 0 ? hard : add(mul(hard, sub(1, labelSmoothing)), div(labelSmoothing, classes));
  return neg(sum(mul(logSoftmax(logits), target), { axis: -1 }));
}
