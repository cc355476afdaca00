import {
  cast,
  div,
  greater,
  less,
  maximum,
  mean,
  minimum,
  mul,
  square,
  sub,
  sum,
  where,
  type Tensor,
} from "../../graph/index.js";
import { BatchNorm, Conv2d, Sequential } from "../../nn/index.js";
import { defineObjective, type HelperContext } from "../define-objective.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { alike } from "./resize-map.js";

/**
 * Overhaul of feature distillation: maps before the ReLU, of which only what the ReLU lets through must fit.
 *   L = Σ_l mean_i Σ_elements d( r(F_s), σ_m(F_t) )
 *   d(s, t) = 0 where s ≤ t ≤ 0, else (t - s)²        σ_m(x) = max(x, m_c), m_c = mean of the negative x of channel c
 * r: a learned 1x1 convolution with batch norm. m is the mean over the teacher's batch.
 * Source: Heo, Kim, Yun, Park, Kwak, Choi 2019, arXiv:1904.01866, equations 1 to 4.
 */
export const ofd = defineObjective({
  name: "ofd",
  family: "feature",
  paper: "arXiv:1904.01866",
  formula: "Σ_l mean_i Σ_elements d( r(F_s), max(F_t, m_c) ), d(s, t) = 0 where s ≤ t ≤ 0, else (t - s)²",
  notes:
    "m_c is the mean of the channel's negative responses, here over the batch; the published code derives it from the " +
    "teacher's last batch norm. Networks without taps before their activation are compared after it, where m_c = 0.",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["map"], which: "all", before: "activation" },
    helpers: ["regressor"],
  },
  zeroAtTeacher: false,
  options: {},
  weight: 1e-3,
  alpha: 1,
  helpers: ({ pairs, random }: HelperContext) =>
    Object.fromEntries(
      pairs.map(({ student, teacher }, i) => {
        const [inputs, outputs] = [student[1] as number, teacher[1] as number];
        const convolution = new Conv2d(inputs, outputs, { kernel: 1, bias: false, random }); // lost in the batch norm
        return [`regressor${i + 1}`, new Sequential(convolution, new BatchNorm(outputs))];
      }),
    ),
  loss: ({ pairs, helpers, pass }) =>
    sumOverPairs(pairs, (pair, i) => {
      const [student, teacher] = alike(pair.student, pair.teacher);
      const s = helpers[`regressor${i + 1}`]!.forward(student, pass);
      const t = maximum(teacher, negativeMeans(teacher));
      const isSilent = mul(atMost(s, t), atMost(t, 0)); // both below what the ReLU lets through
      return mean(sum(mul(sub(1, isSilent), square(sub(t, s))), { axis: [1, 2, 3] }));
    }),
});

/** 1 where a ≤ b, else 0. */
const atMost = (a: Tensor, b: Tensor | number): Tensor => sub(1, cast(greater(a, b), "float32"));

/** The mean of each channel's negative numbers, `[1, channels, 1, 1]`; 0 where there are none. */
function negativeMeans(map: Tensor): Tensor {
  const over = { axis: [0, 2, 3], keepDims: true };
  const count = sum(cast(less(map, 0), "float32"), over);
  return div(sum(minimum(map, 0), over), where(greater(count, 0), count, 1));
}
