import { add, div, logSoftmax, mean, mul, neg, oneHot, softmax, stopGradient, sub, sum } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { count, fraction } from "../objective-options.js";
import { withArrow } from "../scheme.js";

/**
 * Progressive self-knowledge distillation: labels are softened by what the student itself said an epoch ago, more and more.
 *   L = -mean_i Σ_c [ (1 - a_e) · onehot(y)_c + a_e · p'_c ] · log softmax(s)_c      a_e = a · (e + 1) / E
 * p': the student's probabilities of the sample when it was last trained on, in the epoch before; in the first epoch the
 * label. The labels' own cross-entropy is in it, hence alpha = 0. Not 0 at its least.
 * Source: Kim, Ji, Yoon, Hwang 2021, arXiv:2006.12000, equations 2 and 3.
 */
export const psKd = defineObjective({
  name: "ps-kd",
  family: "self",
  paper: "arXiv:2006.12000",
  formula:
    "-mean_i Σ_c [ (1 - a_e) · onehot(y)_c + a_e · p'_c ] · log softmax(s)_c, a_e = a · (e + 1) / E, p' of the epoch before",
  needs: { student: ["logits"], labels: true, epoch: true, memory: ["predictions"] },
  zeroAtTeacher: false,
  options: { share: fraction({ default: 0.8 }), epochs: count({ default: 10 }) },
  weight: 1,
  alpha: 0,
  scheme: (draft, { arrow }) => withArrow(draft, { ...arrow, from: [] }),
  memory: ({ classes }) => ({
    predictions: {
      per: "sample",
      width: classes,
      seen: "next epoch",
      initial: ({ label }) => Array.from({ length: classes }, (_, c) => Number(c === label)),
    },
  }),
  loss({ student, labels, epoch, memory }, { share, epochs: E }) {
    const a = mul(share, div(add(epoch, 1), E));
    const hard = oneHot(labels, student.logits.shape.at(-1) as number); // [batch, classes]
    const target = add(mul(hard, sub(1, a)), mul(memory["predictions"]!, a));
    return {
      loss: neg(mean(sum(mul(target, logSoftmax(student.logits)), { axis: -1 }))),
      memory: { predictions: stopGradient(softmax(student.logits)) },
    };
  },
});
