import { mean, normalize, square, sub, type Tensor } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { gram } from "./gram.js";

/**
 * Similarity-preserving distillation: which samples of a batch resemble each other is as in the teacher.
 *   L = 1/B² · || G_s - G_t ||_F²      G = rows of F Fᵀ, each divided by its 2-norm; F flattened, `[batch, ...]`
 * The same when either side is turned or stretched. Widths and sizes may differ.
 * Source: Tung and Mori 2019, arXiv:1907.09682, equations 1 to 3.
 */
export const sp = defineObjective({
  name: "sp",
  family: "relation",
  paper: "arXiv:1907.09682",
  formula: "1/B² · || G_s - G_t ||_F², G = F Fᵀ with rows of length 1",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["map", "vector"], which: "last" },
    batch: 2,
  },
  options: {},
  weight: 3000,
  alpha: 1,
  loss: ({ pairs }) =>
    sumOverPairs(pairs, ({ student, teacher }) => mean(square(sub(similarities(student), similarities(teacher))))),
});

const similarities = (features: Tensor): Tensor => normalize(gram(features)); // [batch, batch]
