import { add, div, exp, logSoftmax, mean, mul, oneHot, softmax, sub, sum, log } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { choice, fraction, positive } from "../objective-options.js";
import { withArrow } from "../scheme.js";

/**
 * Teacher-free regularisation: a virtual teacher who is right with probability a, and thinks all other classes alike.
 *   L = T² · KL( u_T || softmax(s / T) )      u_y = a, else (1 - a) / (C - 1); u_T ∝ u^(1/T), as a softmax at T gives it
 * `form: "code"`: KL( softmax(u / T) || softmax(s) ), as the authors' code has it: there the probabilities u pass through a
 * softmax once more, the student is not softened, and T² is missing.
 * Source: Yuan, Tay, Li, Wang, Feng 2020, arXiv:1909.11723, equations 9 and 10 (Tf-KD reg).
 */
export const teacherFree = defineObjective({
  name: "teacher-free",
  family: "self",
  paper: "arXiv:1909.11723",
  formula: "T² · KL( u_T || softmax(s / T) ), u_y = a, else (1 - a) / (C - 1), softened to u_T ∝ u^(1/T)",
  notes:
    "The authors' code (form: code) passes u through a softmax once more, takes the student at temperature 1, and has " +
    "no T².",
  needs: { student: ["logits"], labels: true },
  zeroAtTeacher: false,
  options: {
    correct: fraction({ default: 0.99 }),
    temperature: positive({ default: 20 }),
    form: choice("paper", "code"),
  },
  weight: "1 - alpha",
  alpha: 0.1,
  scheme: (draft, { arrow }) => withArrow(draft, { ...arrow, from: [] }),
  loss({ student, labels }, { correct: a, temperature: T, form }) {
    const classes = student.logits.shape.at(-1) as number;
    const hit = oneHot(labels, classes); // [batch, classes]
    const u = add(mul(hit, a), mul(sub(1, hit), div(sub(1, a), Math.max(1, classes - 1))));
    if (form === "code") {
      const target = softmax(div(u, T));
      return mean(sum(mul(target, sub(log(target), logSoftmax(student.logits))), { axis: -1 }));
    }
    const target = logSoftmax(div(log(add(u, 1e-12)), T)); // at a = 1 the others have probability 0
    const kl = sum(mul(exp(target), sub(target, logSoftmax(div(student.logits, T)))), { axis: -1 });
    return mul(mean(kl), mul(T, T));
  },
});
