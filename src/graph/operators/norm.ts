import type { Tensor } from "../tensor.js";
import { div, mul } from "./arithmetic.js";
import { clip } from "./clip.js";
import { sum, type ReductionOptions } from "./reductions.js";
import { sqrt } from "./unary.js";

/** What a norm is at least: below it the gradient is 0, where that of the root would be infinite. */
const smallest = 1e-12;

/**
 * The 2-norm √(Σ x²) over some axes (default all). Of a zero vector it is 1e-12, and no gradient flows there: PyTorch's
 * choice of a subgradient, so that a row of zeros does no harm.
 */
export const norm = (x: Tensor, options: ReductionOptions = {}): Tensor =>
  sqrt(clip(sum(mul(x, x), options), { min: smallest ** 2 }));

/** x divided by its 2-norm over some axes (default the last): vectors of length 1, zero vectors stay. */
export const normalize = (x: Tensor, axis: number | readonly number[] = -1): Tensor =>
  div(x, norm(x, { axis, keepDims: true }));
