import { add, matmul, mean, mul, normalize, reshape, square, sub, transpose, type Tensor } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { alike } from "./resize-map.js";

/**
 * Neuron selectivity transfer: the student's channels are distributed over the pixels as the teacher's are. Squared maximum
 * mean discrepancy with k(a, b) = (a · b)² of channel maps of length 1:
 *   L = Σ_l mean k(f_t, f_t) + mean k(f_s, f_s) - 2 mean k(f_s, f_t)      means over samples and pairs of channels
 * From the products of channels `[batch, channels, channels]`: nothing of channels x channels x pixels is made. Channels of
 * the student may change places, and be more or fewer than the teacher's.
 * Source: Huang and Wang 2017, arXiv:1707.01219, section 4.2, polynomial kernel of degree 2.
 */
export const nst = defineObjective({
  name: "nst",
  family: "feature",
  paper: "arXiv:1707.01219",
  formula:
    "Σ_l mean k(f_t, f_t) + mean k(f_s, f_s) - 2 mean k(f_s, f_t), k(a, b) = (a · b)² of channel maps of length 1",
  needs: { student: ["taps"], teacher: ["taps"], taps: { kinds: ["map"], which: "all" } },
  options: {},
  weight: 50,
  alpha: 1,
  loss: ({ pairs }) =>
    sumOverPairs(pairs, (pair) => {
      const [s, t] = alike(pair.student, pair.teacher).map(channels) as [Tensor, Tensor];
      return sub(add(kernel(t, t), kernel(s, s)), mul(2, kernel(s, t)));
    }),
});

/** Each channel as a vector of length 1: `[batch, channels, pixels]`. */
const channels = (map: Tensor): Tensor => normalize(reshape(map, [map.shape[0]!, map.shape[1]!, -1]));

/** The mean of k over samples and pairs of channels. */
const kernel = (a: Tensor, b: Tensor): Tensor => mean(square(matmul(a, transpose(b))));
