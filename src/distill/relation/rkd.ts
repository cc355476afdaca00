import {
  abs,
  add,
  cast,
  clip,
  div,
  greater,
  less,
  mean,
  mul,
  sqrt,
  square,
  sub,
  sum,
  unsqueeze,
  where,
  type Tensor,
} from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { nonNegative } from "../objective-options.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { centredGram, diagonal, diagonalOf } from "./gram.js";

/**
 * Relational knowledge distillation: samples lie to each other as in the teacher's space.
 *   L = λ_d · mean_ij h( ||f_i - f_j|| / μ )  +  λ_a · mean_ijk h( cos ∠(f_i, f_j, f_k) )     h(x): Huber's loss of the
 *   difference between student and teacher; μ: the mean distance in the batch
 * The same when either space is moved, turned or stretched. Widths may differ.
 * Distances and angles come from the products of samples; angles are batch x batch x batch numbers, without the width.
 * Source: Park, Kim, Lu, Cho 2019, arXiv:1904.05068, equations 5 to 9; means over all pairs and triples of the batch.
 */
export const rkd = defineObjective({
  name: "rkd",
  family: "relation",
  paper: "arXiv:1904.05068",
  formula:
    "λ_d · mean_ij h( ||f_i - f_j|| / μ ) + λ_a · mean_ijk h( cos ∠(f_i, f_j, f_k) ), h Huber's loss of student and teacher",
  notes: "distance: 0 or angle: 0 leaves one of the two.",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["vector"], which: "last" },
    batch: 3,
  },
  options: { distance: nonNegative({ default: 25 }), angle: nonNegative({ default: 50 }) },
  weight: 1,
  alpha: 1,
  loss: ({ pairs }, { distance, angle }) =>
    sumOverPairs(pairs, ({ student, teacher }) => {
      const [s, t] = [geometry(student), geometry(teacher)];
      return add(mul(distance, huber(s.distances, t.distances)), mul(angle, huber(s.angles, t.angles)));
    }),
});

/** Distances of all pairs divided by their mean, and cosines of the angles at each sample between each two others. */
function geometry(features: Tensor): { distances: Tensor; angles: Tensor } {
  const products = centredGram(features); // [batch, batch]
  const eye = diagonalOf(products);
  const squares = diagonal(products, eye); // [batch]
  const apart = sub(add(unsqueeze(squares, 1), unsqueeze(squares, 0)), mul(2, products));
  const distances = mul(sqrt(clip(apart, { min: 1e-12 })), sub(1, eye)); // the diagonal is 0, and so is its gradient
  const isApart = cast(greater(distances, 0), "float32");
  const count = sum(isApart);
  const meanDistance = div(sum(distances), where(greater(count, 0), count, 1));
  // (f_j - f_i) · (f_k - f_i) = f_j·f_k - f_i·f_j - f_i·f_k + f_i·f_i, at [i, j, k]
  const between = sub(
    add(unsqueeze(products, 0), unsqueeze(unsqueeze(squares, 1), 2)),
    add(unsqueeze(products, 2), unsqueeze(products, 1)),
  );
  const lengths = add(distances, eye);
  const others = sub(1, eye);
  const angles = div(between, mul(unsqueeze(lengths, 2), unsqueeze(lengths, 1)));
  return {
    distances: div(distances, where(greater(meanDistance, 0), meanDistance, 1)),
    angles: mul(angles, mul(unsqueeze(others, 2), unsqueeze(others, 1))),
  };
}

/** The mean of Huber's loss of the difference, quadratic up to 1. */
function huber(a: Tensor, b: Tensor): Tensor {
  const difference = sub(a, b);
  const size = abs(difference);
  return mean(where(less(size, 1), mul(0.5, square(difference)), sub(size, 0.5)));
}
