import { klDivergence, mean, mul } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { positive } from "../objective-options.js";
import { withArrow, withNetwork } from "../scheme.js";

/**
 * Class-wise self-distillation: the student says of a sample what it says of another sample of the same class.
 *   L = T² · KL( softmax(s(x') / T) || softmax(s(x) / T) )      x' of the class of x, drawn anew in each epoch, detached
 * Source: Yun, Park, Lee, Shin 2020, arXiv:2003.13964, equation 2.
 */
export const csKd = defineObjective({
  name: "cs-kd",
  family: "self",
  paper: "arXiv:2003.13964",
  formula: "T² · KL( softmax(s(x') / T) || softmax(s(x) / T) ), x' another sample of the class of x",
  notes: "What the student says of x' stands in the place of the teacher.",
  needs: { student: ["logits"], teacher: ["logits"] },
  options: { temperature: positive({ default: 4 }) },
  weight: 1,
  alpha: 1,
  scheme(draft, { arrow }) {
    const pair = `${draft.learner}-pair`;
    return withArrow(withNetwork(draft, pair, { paired: draft.learner }), { ...arrow, from: pair });
  },
  loss: ({ student, teacher }, { temperature: T }) =>
    mul(mean(klDivergence(teacher.logits, student.logits, T)), mul(T, T)),
});
