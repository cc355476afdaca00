import { mean, normalize, slice, square, squeeze, sub, sum, type Tensor } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { fitProjections, projected } from "./projection.js";

/**
 * Patient knowledge distillation: the directions of the hidden states of several layers.
 *   L = Σ_layers mean_i || h_s / ||h_s|| - h_t / ||h_t|| ||²
 * h: the hidden state of a layer; of a sequence that of its first token, where a transformer keeps the whole sentence.
 * Layers are matched by depth (the paper's "skip"), or named by taps. Where widths differ, a learned linear layer brings the
 * student's to the teacher's.
 * Source: Sun, Cheng, Gan, Liu 2019, arXiv:1908.09355, equation 7.
 */
export const pkd = defineObjective({
  name: "pkd",
  family: "feature",
  paper: "arXiv:1908.09355",
  formula: "Σ_layers mean_i || h_s / ||h_s|| - h_t / ||h_t|| ||²",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["sequence", "vector"], which: "all" },
    helpers: ["projection"],
  },
  options: {},
  weight: 10,
  alpha: 1,
  helpers: fitProjections,
  loss: ({ pairs, helpers, pass }) =>
    sumOverPairs(pairs, ({ student, teacher }, i) => {
      const [s, t] = [projected(helpers, i, student, pass), teacher].map((h) => normalize(stateOf(h))) as [
        Tensor,
        Tensor,
      ];
      return mean(sum(square(sub(s, t)), { axis: -1 }));
    }),
});

/** `[batch, width]` of a vector, or of a sequence's first token. */
const stateOf = (h: Tensor): Tensor => (h.rank === 3 ? squeeze(slice(h, { axis: 1, end: 1 }), 1) : h);
