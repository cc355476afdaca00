import {
  add,
  crossEntropy,
  globalAveragePool,
  klDivergence,
  mean,
  mul,
  relu,
  slice,
  softmax,
  stopGradient,
  type Tensor,
} from "../../graph/index.js";
import { BatchNorm, Linear, Module, type Pass } from "../../nn/index.js";
import { OptionError, type Random } from "../../tensor/index.js";
import { defineObjective } from "../define-objective.js";
import { choice, count, nonNegative, positive } from "../objective-options.js";
import { withArrow, withNetwork } from "../scheme.js";
import { sumOf } from "../sum-over-pairs.js";

/**
 * On-the-fly native ensemble: the student's upper layers are there several times over one shared trunk. A gate weighs the
 * branches, all learn the labels, and each learns what they say together. The student is kept as the first branch.
 *   L = Σ_i CE(z_i, y) + CE(z_e, y) + r · T² · Σ_i KL( softmax(z_e / T) || softmax(z_i / T) )      z_e = Σ_i g_i · z_i
 * g: softmax of a gate on the trunk's features (linear, batch norm, ReLU). The labels' part is in it, hence alpha = 0.
 * Source: Lan, Zhu, Gong 2018, arXiv:1806.04606, equations 3 to 7.
 */
export const one = defineObjective({
  name: "one",
  family: "online",
  paper: "arXiv:1806.04606",
  formula: "Σ_i CE(z_i, y) + CE(z_e, y) + r · T² · Σ_i KL( softmax(z_e / T) || softmax(z_i / T) ), z_e = Σ_i g_i · z_i",
  notes: "The published code lets the last term's gradient reach z_e (ensemble: code); here it is held fixed there.",
  needs: {
    student: ["logits", "taps"],
    taps: { kinds: ["map", "vector"], which: "last" },
    peers: "learning",
    labels: true,
    helpers: ["gate"],
  },
  zeroAtTeacher: false,
  options: {
    branches: count({ default: 3, minimum: 2 }),
    temperature: positive({ default: 3 }),
    rise: nonNegative({ default: { from: 0, to: 1, share: 0.25, shape: "sigmoid" } }),
    ensemble: choice("paper", "code"),
  },
  weight: 1,
  alpha: 0,
  scheme(draft, { arrow, options, depths }) {
    const trunk = depths?.at(-2);
    if (trunk === undefined) {
      throw new OptionError(
        "method: one needs a student with inner layers before its last one, known by name (mlp, cnn, resnet): " +
          `this one has ${depths ? `only ${depths.join(", ")}` : "a function of its own"}. Give it more layers.`,
      );
    }
    const names = Array.from({ length: Number(options["branches"]) - 1 }, (_, i) => `branch-${i + 2}`);
    const branched = names.reduce(
      (grown, name) => withNetwork(grown, name, { branch: draft.learner, tap: trunk }),
      draft,
    );
    return withArrow(branched, { ...arrow, from: names, taps: trunk });
  },
  helpers: ({ pairs, peers, random }) => ({ gate: new Gate(pairs[0]!.student[1] as number, 1 + peers, random) }),
  loss({ student, peers, labels, pairs, helpers, pass }, { temperature: T, rise, ensemble }) {
    const branches = [student, ...peers].map(({ logits }) => logits);
    const g = helpers.gate.forward(pairs[0]!.student, pass); // [batch, branches]
    const together = sumOf(branches.map((z, i) => mul(z, slice(g, { axis: 1, begin: i, end: i + 1 }))));
    const target = ensemble === "code" ? together : stopGradient(together);
    const hard = sumOf([...branches, together].map((z) => mean(crossEntropy(z, labels))));
    const soft = sumOf(branches.map((z) => mean(klDivergence(target, z, T))));
    return add(hard, mul(mul(rise, mul(T, T)), soft));
  },
});

/** How much each branch counts for a sample: `[batch, channels, …]` → `[batch, branches]`, rows that sum to 1. */
class Gate extends Module {
  readonly linear: Linear;
  readonly norm: BatchNorm;

  constructor(width: number, branches: number, random: Random) {
    super();
    this.linear = new Linear(width, branches, { bias: false, random }); // a bias would be lost in the batch norm
    this.norm = new BatchNorm(branches);
  }

  forward(trunk: Tensor, pass: Pass): Tensor {
    const features = trunk.rank === 4 ? globalAveragePool(trunk) : trunk;
    return softmax(relu(this.norm.forward(this.linear.forward(features), pass)));
  }
}
