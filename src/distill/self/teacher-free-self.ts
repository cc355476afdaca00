import { klDivergence, mean, mul } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { positive } from "../objective-options.js";
import { withArrow } from "../scheme.js";

/**
 * Teacher-free distillation from itself: the student's own copy, trained on the labels before, is its teacher. That copy is
 * the baseline.
 *   L = T² · KL( softmax(t / T) || softmax(s / T) )
 * Source: Yuan, Tay, Li, Wang, Feng 2020, arXiv:1909.11723, equation 8 (Tf-KD self).
 */
export const teacherFreeSelf = defineObjective({
  name: "teacher-free-self",
  family: "self",
  paper: "arXiv:1909.11723",
  formula: "T² · KL( softmax(t / T) || softmax(s / T) ), t of the student's copy that was trained on the labels",
  notes: "The published code divides the sum by the number of classes and multiplies it by a number of its own.",
  needs: { student: ["logits"], teacher: ["logits"] },
  options: { temperature: positive({ default: 20 }) },
  weight: "1 - alpha",
  alpha: 0.1,
  scheme: (draft, { arrow }) => withArrow(draft, { ...arrow, from: "baseline" }),
  loss: ({ student, teacher }, { temperature: T }) =>
    mul(mean(klDivergence(teacher.logits, student.logits, T)), mul(T, T)),
});
