import { div, klDivergence, matmul, mean, reshape, transpose, type Tensor } from "../../graph/index.js";
import { ShapeError } from "../../tensor/index.js";
import { defineObjective } from "../define-objective.js";
import { count } from "../objective-options.js";
import { sumOverPairs } from "../sum-over-pairs.js";

/**
 * MiniLM v2: how tokens relate to each other in the queries, the keys and the values of one attention layer.
 *   L = mean over pairs of taps of  1/(A · |x|) Σ_a Σ_tokens KL( R_t || R_s )      R_a = softmax( X_a X_aᵀ / √d ), mean over samples
 * Each tap (queries, keys, values: `[batch, length, width]`) is cut into A heads of d = width / A, whatever the layer's own
 * heads are: so widths may differ.
 * Source: Wang, Bao, Huang, Dong, Wei 2020, arXiv:2012.15828, equations 4 to 7.
 */
export const minilm = defineObjective({
  name: "minilm",
  family: "relation",
  paper: "arXiv:2012.15828",
  formula: "mean over Q, K, V of 1/(A · |x|) Σ_a Σ_tokens KL( R_t || R_s ), R_a = softmax( X_a X_aᵀ / √d )",
  notes: "Name the taps of one layer of each network: its queries, keys and values.",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["sequence"], which: "all" },
  },
  options: { heads: count({ default: 4 }) },
  weight: 1,
  alpha: 1,
  loss: ({ pairs }, { heads }) =>
    div(
      sumOverPairs(pairs, ({ student, teacher }) =>
        mean(klDivergence(relations(teacher, heads), relations(student, heads))),
      ),
      pairs.length,
    ),
});

/** Logits of R, `[batch, heads, length, length]`. */
function relations(tap: Tensor, heads: number): Tensor {
  const [batch, length, width] = tap.shape;
  const size = (width as number) / heads;
  if (!Number.isInteger(size)) {
    throw new ShapeError(
      `minilm.heads: ${heads} heads do not divide the width ${width} of a tap. Choose another number.`,
    );
  }
  const split = transpose(reshape(tap, [batch!, length!, heads, size]), [0, 2, 1, 3]); // [batch, heads, length, size]
  return div(matmul(split, transpose(split)), Math.sqrt(size));
}
