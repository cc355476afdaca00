import { add, div, exp, klDivergence, logSumExp, mean, mul, oneHot, sub, sum, type Tensor } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { nonNegative, positive } from "../objective-options.js";
import { standardize, standardized } from "./standardize.js";
import { withoutLabel } from "./without-label.js";

/**
 * Decoupled knowledge distillation: soft targets in two parts, whose weights are free of how sure the teacher is.
 *   L = T² · ( α · KL(b_t || b_s) + β · KL(q_t || q_s) )      sum over classes, mean over samples
 * b = [p_y, 1 - p_y]: the label against the rest; q: softmax over the other classes; both at T.
 * With α = 1 and β = 1 - p_y of the teacher these are soft targets (equation 7).
 * Source: Zhao, Cui, Song, Qiu, Liang 2022, arXiv:2203.08679, section 3.
 */
export const dkd = defineObjective({
  name: "dkd",
  family: "response",
  paper: "arXiv:2203.08679",
  formula: "T² · ( α · KL(b_t || b_s) + β · KL(q_t || q_s) ), b = [p_y, 1 - p_y], q = softmax over the other classes",
  notes:
    "The weight rises from 0 over the first twelfth of training, as in the paper's 20 of 240 epochs. The published code " +
    "takes the label's logit out by subtracting 1000; here it is masked.",
  needs: { student: ["logits"], teacher: ["logits"], labels: true },
  options: {
    alpha: nonNegative({ default: 1 }),
    beta: nonNegative({ default: 8 }),
    temperature: positive({ default: 4 }),
    standardize,
  },
  weight: { from: 0, to: 1, share: 1 / 12 },
  alpha: 1,
  loss({ student, teacher, labels }, { alpha: α, beta: β, temperature: T, standardize }) {
    const s = div(standardized(student.logits, standardize), T); // [batch, classes]
    const t = div(standardized(teacher.logits, standardize), T); // [batch, classes]
    const target = binaryKl(labelAgainstRest(t, labels), labelAgainstRest(s, labels)); // [batch]
    const others = klDivergence(withoutLabel(t, labels), withoutLabel(s, labels)); // [batch]
    return mul(mean(add(mul(α, target), mul(β, others))), mul(T, T));
  },
});

/** log p_y and log(1 - p_y), each `[batch]`: both from sums of exponentials, so that neither overflows near 0 or 1. */
function labelAgainstRest(logits: Tensor, labels: Tensor): readonly [Tensor, Tensor] {
  const all = logSumExp(logits, { axis: -1 });
  const label = sum(mul(logits, oneHot(labels, logits.shape.at(-1) as number)), { axis: -1 });
  return [sub(label, all), sub(logSumExp(withoutLabel(logits, labels), { axis: -1 }), all)];
}

const binaryKl = (logP: readonly [Tensor, Tensor], logQ: readonly [Tensor, Tensor]): Tensor =>
  add(mul(exp(logP[0]), sub(logP[0], logQ[0])), mul(exp(logP[1]), sub(logP[1], logQ[1])));
