import { mean, mul, normalize, sub, sum } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { fitProjections, projected } from "./projection.js";

/**
 * The last hidden states point the same way.
 *   L = mean over samples and tokens of 1 - cos(h_s, h_t)
 * Where widths differ, a learned linear layer brings the student's to the teacher's.
 * Source: Sanh, Debut, Chaumond, Wolf 2019, arXiv:1910.01108, section 2 (L_cos of DistilBERT).
 */
export const hiddenCosine = defineObjective({
  name: "hidden-cosine",
  family: "feature",
  paper: "arXiv:1910.01108",
  formula: "mean over samples and tokens of 1 - cos(h_s, h_t)",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["sequence", "vector"], which: "last" },
    helpers: ["projection"],
  },
  options: {},
  weight: 1,
  alpha: 1,
  helpers: fitProjections,
  loss: ({ pairs, helpers, pass }) =>
    sumOverPairs(pairs, ({ student, teacher }, i) => {
      const [s, t] = [normalize(projected(helpers, i, student, pass)), normalize(teacher)];
      return mean(sub(1, sum(mul(s, t), { axis: -1 })));
    }),
});
