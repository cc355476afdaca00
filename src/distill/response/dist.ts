import { add, div, mean, mul, norm, softmax, sub, sum, type Tensor } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { nonNegative, positive } from "../objective-options.js";
import { standardize, standardized } from "./standardize.js";

/**
 * DIST: the student's probabilities need only correlate with the teacher's, within each sample and within each class.
 *   L = T² · ( β · (1 - mean_i ρ(P_s[i,:], P_t[i,:])) + γ · (1 - mean_c ρ(P_s[:,c], P_t[:,c])) )      ρ: Pearson
 * Zero where each row and each column of P_s is one of P_t, moved and stretched.
 * Source: Huang, You, Wang, Qian, Xu 2022, arXiv:2205.10536, equations 6 to 9.
 */
export const dist = defineObjective({
  name: "dist",
  family: "response",
  paper: "arXiv:2205.10536",
  formula: "T² · ( β · (1 - mean_i ρ(P_s[i,:], P_t[i,:])) + γ · (1 - mean_c ρ(P_s[:,c], P_t[:,c])) ), ρ Pearson's",
  notes:
    "The authors' recipe for CIFAR-100 has β = γ = 2 and T = 4. A batch of one sample has no correlation in its classes.",
  needs: { student: ["logits"], teacher: ["logits"], batch: 2 },
  options: {
    beta: nonNegative({ default: 1 }),
    gamma: nonNegative({ default: 1 }),
    temperature: positive({ default: 1 }),
    standardize,
  },
  weight: 1,
  alpha: 1,
  loss({ student, teacher }, { beta: β, gamma: γ, temperature: T, standardize }) {
    const s = softmax(div(standardized(student.logits, standardize), T)); // [batch, classes]
    const t = softmax(div(standardized(teacher.logits, standardize), T)); // [batch, classes]
    const within = (axis: number) => sub(1, mean(pearson(s, t, axis)));
    return mul(add(mul(β, within(1)), mul(γ, within(0))), mul(T, T));
  },
});

/** Pearson's correlation along an axis; 0 where one side does not vary. */
function pearson(a: Tensor, b: Tensor, axis: number): Tensor {
  const centred = (x: Tensor) => sub(x, mean(x, { axis, keepDims: true }));
  const [u, v] = [centred(a), centred(b)];
  return div(sum(mul(u, v), { axis }), mul(norm(u, { axis }), norm(v, { axis })));
}
