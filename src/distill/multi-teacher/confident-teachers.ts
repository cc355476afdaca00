import {
  concat,
  crossEntropy,
  klDivergence,
  mean,
  mul,
  slice,
  softmax,
  squeeze,
  sub,
  unsqueeze,
} from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { count, positive } from "../objective-options.js";
import { sumOf } from "../sum-over-pairs.js";
import { withTeachers } from "./with-teachers.js";

/**
 * Several teachers, each weighed sample by sample: who is nearer to the label counts more.
 *   L = T² · mean_i Σ_k w_ik · KL( softmax(t_k / T) || softmax(s / T) )
 *   w_ik = 1/(K-1) · ( 1 - exp(CE_ik) / Σ_j exp(CE_ij) )      CE_ik: the cross-entropy of teacher k and the label
 * Source: Zhang, Chen, Wang 2022, arXiv:2201.00007, equations 2 and 3 (without its features).
 */
export const confidentTeachers = defineObjective({
  name: "confident-teachers",
  family: "multi-teacher",
  paper: "arXiv:2201.00007",
  formula: "T² · mean_i Σ_k w_ik · KL( softmax(t_k / T) || softmax(s / T) ), w_ik = 1/(K-1) · ( 1 - softmax_k(CE_ik) )",
  notes: "The paper has cross-entropies in place of KL, which differ by what the student cannot change.",
  needs: { student: ["logits"], teacher: ["logits"], teachers: true, labels: true },
  options: { teachers: count({ default: 3, minimum: 2 }), temperature: positive({ default: 4 }) },
  weight: 1,
  alpha: 1,
  scheme: withTeachers,
  loss({ student, teachers, labels }, { temperature: T }) {
    const K = teachers.length;
    const errors = concat(
      teachers.map(({ logits }) => unsqueeze(crossEntropy(logits, labels), 1)),
      { axis: 1 },
    ); // [batch, teachers]
    const weights = K === 1 ? undefined : mul(sub(1, softmax(errors)), 1 / (K - 1));
    const weighted = teachers.map(({ logits }, k) => {
      const kl = klDivergence(logits, student.logits, T); // [batch]
      return weights ? mul(kl, squeeze(slice(weights, { axis: 1, begin: k, end: k + 1 }), 1)) : kl;
    });
    return mul(mean(sumOf(weighted)), mul(T, T));
  },
});
