import { klDivergence, mean, mul } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { count, positive } from "../objective-options.js";
import { sumOf } from "../sum-over-pairs.js";
import { peerNames, withPeers } from "./with-peers.js";

/**
 * Deep mutual learning: peers of one architecture learn at once, each from the labels and from all others.
 *   of each   L = 1/(K-1) Σ_j≠k T² · KL( softmax(p_j / T) || softmax(p_k / T) )      the others' side detached
 * Source: Zhang, Xiang, Hospedales, Lu 2018, arXiv:1706.00384, equations 4 to 7 (T = 1).
 */
export const dml = defineObjective({
  name: "dml",
  family: "online",
  paper: "arXiv:1706.00384",
  formula: "of each peer: 1/(K-1) Σ_j≠k T² · KL( softmax(p_j / T) || softmax(p_k / T) )",
  notes: "All peers are updated in one step; the paper updates them in turn.",
  needs: { student: ["logits"], peers: "detached" },
  options: { peers: count({ default: 2, minimum: 2 }), temperature: positive({ default: 1 }) },
  weight: 1,
  alpha: 1,
  scheme: (draft, context) => withPeers(draft, context, peerNames(draft, context)),
  loss({ student, peers }, { temperature: T }) {
    const from = peers.map((peer) => mean(klDivergence(peer.logits, student.logits, T)));
    return mul(mul(sumOf(from), 1 / peers.length), mul(T, T));
  },
});
