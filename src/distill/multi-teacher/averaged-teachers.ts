import { add, div, log, logSoftmax, mean, mul, softmax, sub, sum } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { choice, count, positive } from "../objective-options.js";
import { sumOf } from "../sum-over-pairs.js";
import { withTeachers } from "./with-teachers.js";

/**
 * Several teachers, averaged: the student learns the mean of their softened probabilities.
 *   L = T² · KL( mean_k softmax(t_k / T) || softmax(s / T) )
 * `average: "logits"`: the softmax of the mean of their logits, which is the geometric mean of their probabilities.
 * Source: Hinton, Vinyals, Dean 2015, arXiv:1503.02531, section 2 (arithmetic and geometric mean); You, Xu, Xu, Tao 2017,
 * "Learning from multiple teacher networks", KDD.
 */
export const averagedTeachers = defineObjective({
  name: "averaged-teachers",
  family: "multi-teacher",
  paper: "arXiv:1503.02531",
  formula: "T² · KL( mean_k softmax(t_k / T) || softmax(s / T) )",
  notes: "The teachers are like the recipe's, each trained from first weights of its own.",
  needs: { student: ["logits"], teacher: ["logits"], teachers: true },
  options: {
    teachers: count({ default: 3, minimum: 2 }),
    average: choice("probabilities", "logits"),
    temperature: positive({ default: 4 }),
  },
  weight: "1 - alpha",
  alpha: 0.1,
  scheme: withTeachers,
  loss({ student, teachers }, { average, temperature: T }) {
    const share = 1 / teachers.length;
    const p =
      average === "logits"
        ? softmax(div(mul(sumOf(teachers.map(({ logits }) => logits)), share), T))
        : mul(sumOf(teachers.map(({ logits }) => softmax(div(logits, T)))), share); // [batch, classes]
    const logQ = logSoftmax(div(student.logits, T));
    return mul(mean(sum(mul(p, sub(log(add(p, 1e-30)), logQ)), { axis: -1 })), mul(T, T));
  },
});
