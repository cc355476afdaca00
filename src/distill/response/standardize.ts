import { clip, div, mean, mul, sqrt, sub, sum, type Tensor } from "../../graph/index.js";
import { choice } from "../objective-options.js";

/**
 * Logit standardisation, an option of objectives that compare softened probabilities: each sample's logits get mean 0 and
 * deviation 1 before they are divided by T, so that the student need not reach the size of the teacher's logits.
 *   Z(z) = (z - mean(z)) / σ(z)
 * "paper": σ² = 1/C Σ (z - mean)². "code": 1/(C - 1), as the authors' code has it.
 * Source: Sun, Ren, Li, Wang, Cao 2024, arXiv:2403.01427, algorithm 1.
 */
export const standardize = choice("no", "paper", "code");

export type Standardize = (typeof standardize.values)[number];

/** Logits `[batch, classes]` as the option says. */
export function standardized(logits: Tensor, how: Standardize): Tensor {
  if (how === "no") return logits;
  const centred = sub(logits, mean(logits, { axis: -1, keepDims: true }));
  const classes = logits.shape.at(-1) as number;
  const squares = sum(mul(centred, centred), { axis: -1, keepDims: true });
  const variance = div(squares, how === "paper" ? classes : Math.max(1, classes - 1));
  return div(centred, sqrt(clip(variance, { min: 1e-24 }))); // equal logits have no direction to learn
}
