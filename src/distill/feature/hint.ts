import { mean, square, sub } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { fitProjections, projected } from "./projection.js";
import { alike } from "./resize-map.js";

/**
 * FitNets: an inner layer of the student, brought to the width of the teacher's by a learned regressor r, learns that of
 * the teacher.
 *   L = mean over all elements of ( r(F_s) - F_t )²      summed over the pairs of taps
 * Source: Romero, Ballas, Kahou, Chassang, Gatta, Bengio 2014, arXiv:1412.6550, equation 3.
 */
export const hint = defineObjective({
  name: "hint",
  family: "feature",
  paper: "arXiv:1412.6550",
  formula: "mean over all elements of ( r(F_s) - F_t )², r a learned regressor where widths differ",
  notes:
    "The paper trains up to the hint first and learns soft targets after it; here, as in published comparisons, all is " +
    "learned at once. Of maps of different sizes the larger is pooled to the smaller.",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["map", "vector", "sequence"], which: "middle" },
    helpers: ["projection"],
  },
  options: {},
  weight: 100,
  alpha: 1,
  helpers: fitProjections,
  loss: ({ pairs, helpers, pass }) =>
    sumOverPairs(pairs, ({ student, teacher }, i) => {
      const [s, t] = alike(projected(helpers, i, student, pass), teacher);
      return mean(square(sub(s, t)));
    }),
});
