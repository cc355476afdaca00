import {
  argMax,
  concat,
  crossEntropy,
  klDivergence,
  mean,
  min,
  mul,
  neg,
  oneHot,
  slice,
  stack,
  stopGradient,
  sub,
  sum,
  unsqueeze,
  type Tensor,
} from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { choice, count, positive } from "../objective-options.js";
import { sumOf } from "../sum-over-pairs.js";
import { peerNames, withPeers } from "./with-peers.js";

/**
 * Knowledge distillation via collaborative learning: peers learn at once, each from the labels and from the best that all
 * of them together say of each sample.
 *   of each   L = T² · KL( softmax(z_e / T) || softmax(z_k / T) )      z_e detached
 * `ensemble: "min-logit"`: z_e = min over peers, class by class, of z - z_y; "naive": the peer with the least cross-entropy.
 * Source: Guo, Wang, Wu, Yu, Liang, Hu, Luo 2020, "Online knowledge distillation via collaborative learning", CVPR, section 3.
 */
export const kdcl = defineObjective({
  name: "kdcl",
  family: "online",
  paper: "Guo et al., CVPR 2020",
  formula:
    "of each peer: T² · KL( softmax(z_e / T) || softmax(z_k / T) ), z_e = min over peers of z - z_y, class by class",
  notes:
    "Of the paper's four ensembles the two that need no second data set and no inner optimisation. All peers see the same " +
    "augmented batch.",
  needs: { student: ["logits"], peers: "detached", labels: true },
  options: {
    ensemble: choice("min-logit", "naive"),
    peers: count({ default: 2, minimum: 2 }),
    temperature: positive({ default: 2 }),
  },
  weight: 1,
  alpha: 1,
  scheme: (draft, context) => withPeers(draft, context, peerNames(draft, context)),
  loss({ student, peers, labels }, { ensemble, temperature: T }) {
    const all = [student, ...peers].map(({ logits }) => logits);
    const target = stopGradient(ensemble === "naive" ? surest(all, labels) : leastLogits(all, labels));
    return mul(mean(klDivergence(target, student.logits, T)), mul(T, T));
  },
});

/** The smallest of all peers' logits, class by class, each counted from that of the label: the least sure of each error. */
function leastLogits(all: readonly Tensor[], labels: Tensor): Tensor {
  const fromLabel = all.map((z) => {
    const label = sum(mul(z, oneHot(labels, z.shape.at(-1) as number)), { axis: -1, keepDims: true });
    return sub(z, label); // [batch, classes]
  });
  return min(stack(fromLabel), { axis: 0 });
}

/** Of each sample, the logits of the peer with the least cross-entropy. */
function surest(all: readonly Tensor[], labels: Tensor): Tensor {
  const losses = concat(
    all.map((z) => unsqueeze(crossEntropy(z, labels), 1)),
    { axis: 1 },
  ); // [batch, peers]
  const chosen = oneHot(argMax(neg(losses)), all.length); // [batch, peers]
  return sumOf(all.map((z, k) => mul(z, slice(chosen, { axis: 1, begin: k, end: k + 1 }))));
}
