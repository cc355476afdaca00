import { mean, mul, sub, sum } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { choice } from "../objective-options.js";

/**
 * Logit regression: the student learns the teacher's logits themselves.
 *   L = mean over samples and classes of (s - t)²
 * `reduction: "class-sum"` sums over the classes, as the papers often write it.
 * Source: Ba and Caruana 2014, arXiv:1312.6184, equation 1; Tang et al. 2019, arXiv:1903.12136, section 3.2.
 */
export const logitMse = defineObjective({
  name: "logit-mse",
  family: "response",
  paper: "arXiv:1312.6184",
  formula: "mean over samples and classes of (s - t)²",
  needs: { student: ["logits"], teacher: ["logits"] },
  options: { reduction: choice("element-mean", "class-sum") },
  weight: "1 - alpha",
  alpha: 0.1,
  loss({ student, teacher }, { reduction }) {
    const difference = sub(student.logits, teacher.logits); // [batch, classes]
    const squares = mul(difference, difference);
    return reduction === "class-sum" ? mean(sum(squares, { axis: -1 })) : mean(squares);
  },
});
