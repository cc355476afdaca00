import { div, exp, logSoftmax, mean, mul, sub, sum } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { choice, positive } from "../objective-options.js";
import { standardize, standardized } from "./standardize.js";

/**
 * Soft targets: the student learns the teacher's softened probabilities.
 *   L = T² · KL( softmax(t / T) || softmax(s / T) )      sum over classes, mean over samples
 * Zero exactly when s and t differ by one constant per sample.
 * `reduction: "element-mean"` divides by the classes too, as some published code does.
 * Source: Hinton, Vinyals, Dean 2015, arXiv:1503.02531, section 2.
 */
export const softTargets = defineObjective({
  name: "soft-targets",
  family: "response",
  paper: "arXiv:1503.02531",
  formula: "T² · KL( softmax(t / T) || softmax(s / T) ), summed over classes, mean over samples",
  needs: { student: ["logits"], teacher: ["logits"] },
  options: {
    temperature: positive({ default: 4 }),
    reduction: choice("batch-mean", "element-mean"),
    standardize,
  },
  weight: "1 - alpha",
  alpha: 0.1,
  loss({ student, teacher }, { temperature: T, reduction, standardize }) {
    const s = logSoftmax(div(standardized(student.logits, standardize), T)); // [batch, classes]
    const t = logSoftmax(div(standardized(teacher.logits, standardize), T)); // [batch, classes]
    const divergence = mul(exp(t), sub(t, s)); // [batch, classes]
    const kl = reduction === "element-mean" ? mean(divergence) : mean(sum(divergence, { axis: -1 }));
    return mul(kl, mul(T, T)); // gradients shrink as 1/T²: this keeps their size when T changes
  },
});
