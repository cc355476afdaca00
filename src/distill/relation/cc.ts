import { add, exp, mean, mul, neg, normalize, square, sub, type Tensor } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { count, positive } from "../objective-options.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { gram } from "./gram.js";

/**
 * Correlation congruence: a Gaussian kernel of all pairs of samples, as a Taylor series.
 *   L = 1/B² · || K_s - K_t ||²      K_ij = e^(-2γ) Σ_p=0..P (2γ)^p / p! · (f_i · f_j)^p, f of length 1
 * The same when single samples' features are stretched, and when all are turned. Widths may differ.
 * Source: Peng, Jin, Liu, Zhou, Wu, Liu, Li, Zhang, Zhang 2019, arXiv:1904.01802, equations 8 to 10.
 */
export const cc = defineObjective({
  name: "cc",
  family: "relation",
  paper: "arXiv:1904.01802",
  formula: "1/B² · || K_s - K_t ||², K_ij = e^(-2γ) Σ_p=0..P (2γ)^p / p! · (f_i · f_j)^p, f of length 1",
  notes:
    "The paper's squared norm. Published code under this name has the norm itself, or differences of neighbouring samples.",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["vector"], which: "last" },
    batch: 2,
  },
  options: { gamma: positive({ default: 0.4 }), order: count({ default: 2 }) },
  weight: 0.02,
  alpha: 1,
  loss: ({ pairs }, { gamma: γ, order }) =>
    sumOverPairs(pairs, ({ student, teacher }) =>
      mean(square(sub(kernel(student, γ, order), kernel(teacher, γ, order)))),
    ),
});

/** The series up to its P-th power, `[batch, batch]`. */
function kernel(features: Tensor, γ: Tensor, P: number): Tensor {
  const products = mul(mul(2, γ), gram(normalize(features))); // 2γ · f_i · f_j
  let term: Tensor | number = 1;
  let series: Tensor | number = 1;
  for (let p = 1; p <= P; p++) {
    term = mul(mul(term, products), 1 / p);
    series = add(series, term);
  }
  return mul(exp(neg(mul(2, γ))), series);
}
