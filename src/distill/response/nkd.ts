import { add, div, exp, logSoftmax, mean, mul, neg, oneHot, sum } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { nonNegative, positive } from "../objective-options.js";
import { standardize, standardized } from "./standardize.js";
import { withoutLabel } from "./without-label.js";

/**
 * Normalised knowledge distillation: the label's probability as the teacher gives it, and the other classes normalised to
 * a distribution of their own.
 *   L = -mean_i p_t[y] · log p_s[y] - γ · λ² · mean_i Σ_{c≠y} N(p_t^λ)_c · log N(p_s^λ)_c
 * N: softmax over the other classes at temperature λ; the label's term is at temperature 1. Cross-entropies, so that it is
 * not 0 at its least.
 * Source: Yang, Zeng, Li, Zhang, Yuan, Li 2023, arXiv:2303.13005, equation 6.
 */
export const nkd = defineObjective({
  name: "nkd",
  family: "response",
  paper: "arXiv:2303.13005",
  formula: "-mean_i p_t[y] · log p_s[y] - γ · λ² · mean_i Σ_{c≠y} N(p_t^λ)_c · log N(p_s^λ)_c, λ the temperature",
  needs: { student: ["logits"], teacher: ["logits"], labels: true },
  zeroAtTeacher: false,
  options: { gamma: nonNegative({ default: 1.5 }), temperature: positive({ default: 1 }), standardize },
  weight: 1,
  alpha: 1,
  loss({ student, teacher, labels }, { gamma: γ, temperature: λ, standardize }) {
    const [s, t] = [standardized(student.logits, standardize), standardized(teacher.logits, standardize)];
    const label = oneHot(labels, s.shape.at(-1) as number); // [batch, classes]
    const target = sum(mul(mul(exp(logSoftmax(t)), logSoftmax(s)), label), { axis: -1 }); // [batch]
    const [qs, qt] = [s, t].map((z) => logSoftmax(withoutLabel(div(z, λ), labels))) as [typeof s, typeof t];
    const others = sum(mul(exp(qt), qs), { axis: -1 }); // [batch]
    return neg(add(mean(target), mul(mul(γ, mul(λ, λ)), mean(others))));
  },
});
