import { klDivergence, mean, mul } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { choice, positive } from "../objective-options.js";
import { standardized } from "./standardize.js";

/**
 * Soft targets of standardised logits: the student learns the relations between the teacher's logits, not their size.
 *   L = T² · KL( softmax(Z(t) / T) || softmax(Z(s) / T) )      Z(z) = (z - mean(z)) / σ(z), row by row
 * The same wherever each row of s or t is moved and stretched.
 * Source: Sun, Ren, Li, Wang, Cao 2024, arXiv:2403.01427, section 4. Others take it as their option `standardize`.
 */
export const logitStandardization = defineObjective({
  name: "logit-standardization",
  family: "response",
  paper: "arXiv:2403.01427",
  formula: "T² · KL( softmax(Z(t) / T) || softmax(Z(s) / T) ), Z(z) = (z - mean(z)) / σ(z) for each sample",
  notes:
    "In the paper σ² is the mean square over the C classes; the authors' code divides by C - 1 (divisor: code). " +
    "Other objectives take the same step as their option standardize.",
  needs: { student: ["logits"], teacher: ["logits"] },
  options: { temperature: positive({ default: 2 }), divisor: choice("paper", "code") },
  weight: 9,
  alpha: 0.1,
  loss({ student, teacher }, { temperature: T, divisor }) {
    const [s, t] = [standardized(student.logits, divisor), standardized(teacher.logits, divisor)];
    return mul(mean(klDivergence(t, s, T)), mul(T, T));
  },
});
