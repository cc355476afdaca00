import { matmul, mean, mul, reshape, square, sub, transpose, type Tensor } from "../../graph/index.js";
import { defineObjective, type TapPair } from "../define-objective.js";
import { choice } from "../objective-options.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { fitProjections, projected } from "./projection.js";
import { averageTo, maximaTo, sizeOfMap, type Size } from "./resize-map.js";

/**
 * Flow of the solution procedure: how one layer's channels go with the next layer's.
 *   L = Σ_l mean ( G_s - G_t )²      G[i, j] = 1/(h · w) Σ_pixels F_l[i] · F_(l+1)[j], one matrix a sample
 * Both maps are pooled to the smaller size of the two. Where the student's channels are fewer or more than the teacher's, a
 * learned 1x1 convolution brings them to its number.
 * Source: Yim, Joo, Bae, Kim 2017, "A gift from knowledge distillation", CVPR, equations 1 and 2.
 */
export const fsp = defineObjective({
  name: "fsp",
  family: "feature",
  paper: "Yim et al., CVPR 2017",
  formula: "Σ_l mean ( G_s - G_t )², G[i, j] = 1/(h · w) Σ_pixels F_l[i] · F_(l+1)[j]",
  notes:
    "The paper trains with it first and on the labels after; here all is learned at once. It pools by maxima " +
    "(pooling: max); some published code by means.",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["map"], which: "pairs" },
    helpers: ["projection"],
  },
  options: { pooling: choice("max", "average") },
  weight: 1,
  alpha: 1,
  helpers: fitProjections,
  loss({ pairs, helpers, pass }, { pooling }) {
    const taps = pairs.map(({ student, teacher }, i) => ({ student: projected(helpers, i, student, pass), teacher }));
    const flow = (of: keyof TapPair, l: number) => flowOf(taps[l]![of], taps[l + 1]![of], pooling);
    return sumOverPairs(taps.slice(1), (_, l) => mean(square(sub(flow("student", l), flow("teacher", l)))));
  },
});

/** `[batch, channels, channels]` of two maps of one network. */
function flowOf(first: Tensor, second: Tensor, pooling: "max" | "average"): Tensor {
  const [sizeA, sizeB] = [sizeOfMap(first), sizeOfMap(second)];
  const size: Size = [Math.min(sizeA[0], sizeB[0]), Math.min(sizeA[1], sizeB[1])];
  const flat = (map: Tensor) => {
    const pooled = pooling === "max" ? maximaTo(map, size) : averageTo(map, size);
    return reshape(pooled, [map.shape[0]!, map.shape[1]!, -1]); // [batch, channels, pixels]
  };
  return mul(matmul(flat(first), transpose(flat(second))), 1 / (size[0] * size[1]));
}
