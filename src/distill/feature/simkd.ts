import { mean, square, sub } from "../../graph/index.js";
import { Activation, BatchNorm, Conv2d, Linear, Sequential, type Module } from "../../nn/index.js";
import type { Random, Shape } from "../../tensor/index.js";
import { defineObjective, type HelperContext } from "../define-objective.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { alike } from "./resize-map.js";

/**
 * SimKD: the student learns the teacher's last features through a projector, and answers with the teacher's own classifier
 * behind it. Labels play no part.
 *   L = mean over all elements of ( P(F_s) - F_t )²
 * P: convolutions 1x1, 3x3, 1x1 (for vectors three linear layers), each with batch norm and ReLU, half as wide as the teacher
 * inside. Projector and teacher's classifier belong to the student from then on, and count among its parameters.
 * Source: Chen, Mei, Zhang, Wang, Feng, Chen 2022, arXiv:2203.14001, equation 3, reduction factor 2.
 */
export const simkd = defineObjective({
  name: "simkd",
  family: "feature",
  paper: "arXiv:2203.14001",
  formula: "mean over all elements of ( P(F_s) - F_t )²; the student answers with the teacher's classifier of P(F_s)",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["map", "vector"], which: "last" },
    helpers: ["projector"],
  },
  zeroAtTeacher: false,
  options: {},
  weight: 1,
  alpha: 0,
  answersWith: "projector",
  helpers: ({ pairs, random }: HelperContext) => ({
    projector: projector(pairs[0]!.student, pairs[0]!.teacher, random),
  }),
  loss: ({ pairs, helpers, pass }) =>
    sumOverPairs(pairs, ({ student, teacher }) => {
      const [s, t] = alike(helpers.projector.forward(student, pass), teacher);
      return mean(square(sub(s, t)));
    }),
});

function projector(student: Shape, teacher: Shape, random: Random): Module {
  const [inputs, outputs] = [student[1] as number, teacher[1] as number];
  const middle = Math.ceil(outputs / 2);
  const block = (from: number, to: number, kernel: number): Sequential =>
    new Sequential(
      student.length === 4
        ? new Conv2d(from, to, { kernel, padding: (kernel - 1) / 2, bias: false, initial: "he", random })
        : new Linear(from, to, { bias: false, random }),
      new BatchNorm(to),
      new Activation("relu"),
    );
  return new Sequential(block(inputs, middle, 1), block(middle, middle, 3), block(middle, outputs, 1));
}
