import { add, div, log, mean, mul, normalize, sub, sum, type Tensor } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { choice } from "../objective-options.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { diagonalOf, gram } from "./gram.js";

/**
 * Probabilistic knowledge transfer: how likely each sample has each other one as its neighbour is as in the teacher.
 *   L = 1/B² · Σ_ij P_t · log( (P_t + e) / (P_s + e) )      P_ij = K_ij / Σ_k K_ik, K_ij = ( cos(f_i, f_j) + 1 ) / 2
 * A sample is no neighbour of itself; `diagonal: "code"` counts it as one, as the published code does.
 * The same when single samples' features are stretched. Widths may differ.
 * Source: Passalis and Tefas 2018, arXiv:1803.10837, equations 4 to 8; e = 1e-7.
 */
export const pkt = defineObjective({
  name: "pkt",
  family: "relation",
  paper: "arXiv:1803.10837",
  formula: "1/B² · Σ_ij P_t · log( (P_t + e) / (P_s + e) ), P_ij = K_ij / Σ_k≠i K_ik, K = ( cos + 1 ) / 2",
  notes: "In the paper i ≠ j; the published code keeps the diagonal (diagonal: code).",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["vector"], which: "last" },
    batch: 2,
  },
  options: { diagonal: choice("paper", "code") },
  weight: 30_000,
  alpha: 1,
  loss: ({ pairs }, { diagonal }) =>
    sumOverPairs(pairs, ({ student, teacher }) => {
      const [s, t] = [neighbours(student, diagonal), neighbours(teacher, diagonal)];
      return mean(mul(t, log(div(add(t, epsilon), add(s, epsilon)))));
    }),
});

const epsilon = 1e-7;

/** `[batch, batch]`, rows that sum to 1. */
function neighbours(features: Tensor, counted: "paper" | "code"): Tensor {
  const kernel = mul(0.5, add(gram(normalize(features)), 1));
  const counts = counted === "code" ? kernel : mul(kernel, sub(1, diagonalOf(kernel)));
  return div(counts, add(sum(counts, { axis: 1, keepDims: true }), 1e-12)); // a sample alone has no neighbour
}
