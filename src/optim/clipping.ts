import {
  add,
  div,
  minimum,
  mul,
  rankIds,
  reshape,
  scatterAddRows,
  sqrt,
  sum,
  type Tensor,
  type TensorLike,
} from "../graph/index.js";

/** The 2-norm of some tensors as if they were one vector, a scalar. */
export const globalNorm = (tensors: readonly Tensor[]): Tensor =>
  sqrt(
    tensors
      .map((tensor) => withoutEmptyRows(tensor))
      .map((tensor) => sum(mul(tensor, tensor)))
      .reduce((total, part) => add(total, part)),
  );

/**
 * The gradient of a table by rows with its rows moved together: the same numbers but for zeros, in a tensor that is no
 * larger than what was read from the table.
 */
function withoutEmptyRows(gradient: Tensor): Tensor {
  if (gradient.operator.name !== "scatterAddRows") return gradient;
  const [rows, ids] = gradient.inputs as readonly [Tensor, Tensor];
  const like = reshape(rows, [-1, ...rows.shape.slice(ids.rank)]);
  return scatterAddRows(rows, rankIds(ids), like);
}

/**
 * Gradients scaled down together so that their global norm is at most `maxNorm`; the direction stays.
 *   g · min(1, maxNorm / (‖g‖ + 1e-6))
 * As PyTorch's clip_grad_norm_. Source: Pascanu, Mikolov, Bengio 2012, arXiv:1211.5063, algorithm 1.
 */
export function clipByGlobalNorm(gradients: readonly Tensor[], maxNorm: TensorLike): Tensor[] {
  if (gradients.length === 0) return [];
  const scale = minimum(div(maxNorm, add(globalNorm(gradients), 1e-6)), 1);
  return gradients.map((gradient) => mul(gradient, scale));
}
