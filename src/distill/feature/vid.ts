import {
  add,
  div,
  log,
  mean,
  mul,
  relu,
  reshape,
  softplus,
  square,
  sub,
  type Parameter,
  type Tensor,
} from "../../graph/index.js";
import { constantParameter, Conv2d, Linear, Module, type Pass } from "../../nn/index.js";
import type { Random, Shape } from "../../tensor/index.js";
import { defineObjective, type HelperContext } from "../define-objective.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { alike } from "./resize-map.js";

/**
 * Variational information distillation: a lower bound of the mutual information of student and teacher layers is raised.
 * The teacher's layer is taken as normal around what a small network m makes of the student's, channel by channel:
 *   L = Σ_l mean ½ · [ (F_t - m(F_s))² / σ²_c + log σ²_c ]      σ²_c = softplus(a_c) + 1e-5, a_c learned
 * m: three 1x1 convolutions (for vectors linear layers) with ReLU between, without biases. σ² starts at 5. It may fall below
 * 0, for the constant ½ log 2π is left out.
 * Source: Ahn, Hu, Damianou, Lawrence, Dai 2019, arXiv:1904.05835, equations 5 and 6.
 */
export const vid = defineObjective({
  name: "vid",
  family: "feature",
  paper: "arXiv:1904.05835",
  formula: "Σ_l mean ½ · [ (F_t - m(F_s))² / σ²_c + log σ²_c ], σ²_c = softplus(a_c) + 1e-5, m and a learned",
  notes:
    "One published implementation never gives a_c to the optimiser; here a part that gets no gradient is an error.",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["map", "vector"], which: "all" },
    helpers: ["guess"],
  },
  zeroAtTeacher: false,
  options: {},
  weight: 1,
  alpha: 1,
  helpers: ({ pairs, random }: HelperContext) =>
    Object.fromEntries(
      pairs.map(({ student, teacher }, i) => [
        `guess${i + 1}`,
        new Guess(student, teacher.length === 4 ? (teacher[1] as number) : (teacher.at(-1) as number), random),
      ]),
    ),
  loss: ({ pairs, helpers, pass }) =>
    sumOverPairs(pairs, (pair, i) => {
      const [student, teacher] = alike(pair.student, pair.teacher);
      const guess = helpers[`guess${i + 1}`] as Guess;
      const variance = guess.variance(teacher.rank);
      const error = square(sub(teacher, guess.forward(student, pass)));
      return mul(0.5, mean(add(div(error, variance), log(variance))));
    }),
});

const epsilon = 1e-5;
/** Where σ² starts. */
const initialVariance = 5;

/** What the student says of the teacher's layer: the mean of each element, and one variance a channel. */
class Guess extends Module {
  readonly mean: readonly [Module, Module, Module];
  readonly a: Parameter; // [teacher's channels]

  constructor(student: Shape, width: number, random: Random) {
    super();
    const layer = (inputs: number): Module =>
      student.length === 4
        ? new Conv2d(inputs, width, { kernel: 1, bias: false, random })
        : new Linear(inputs, width, { bias: false, random });
    this.mean = [layer(student[1] as number), layer(width), layer(width)];
    this.a = constantParameter([width], Math.log(Math.exp(initialVariance - epsilon) - 1)); // the inverse of softplus
  }

  forward(x: Tensor, pass: Pass): Tensor {
    const [first, second, third] = this.mean;
    return third.forward(relu(second.forward(relu(first.forward(x, pass)), pass)), pass);
  }

  /** σ² in a shape that broadcasts against a tap of that rank. */
  variance(rank: number): Tensor {
    const perChannel = add(softplus(this.a), epsilon);
    return rank === 4 ? reshape(perChannel, [-1, 1, 1]) : perChannel;
  }
}
