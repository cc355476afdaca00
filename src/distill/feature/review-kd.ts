import { add, concat, div, mean, mul, sigmoid, slice, square, sub, type Tensor } from "../../graph/index.js";
import { BatchNorm, Conv2d, Module, Sequential, type Pass } from "../../nn/index.js";
import type { Random } from "../../tensor/index.js";
import { defineObjective, type HelperContext, type TapPair } from "../define-objective.js";
import { averageTo, nearestTo, sizeOfMap, type Size } from "./resize-map.js";

/**
 * Knowledge review: each stage of the teacher teaches this and all deeper stages of the student, which are fused from the
 * deepest upwards; then maps are compared at several sizes.
 *   L = Σ_l HCL( fused_l, F_t,l )
 *   HCL(a, b) = ( MSE(a, b) + Σ_k 2^-k · MSE(pool_k(a), pool_k(b)) ) / (1 + Σ_k 2^-k),   k-th pool: to 4, 2, 1 pixels
 * Fusion (ABF): x ← BN(conv1x1(F_s,l)); with the residue y of the stage below, enlarged: [a, b] = sigmoid(conv1x1([x, y])),
 * x ← a · x + b · y; the fused map is BN(conv3x3(x)), and x the residue for the stage above.
 * Source: Chen, Liu, Zhao, Jia 2021, arXiv:2104.09044, section 3.
 */
export const reviewKd = defineObjective({
  name: "review-kd",
  family: "feature",
  paper: "arXiv:2104.09044",
  formula: "Σ_l HCL( fused_l, F_t,l ), HCL(a, b) = ( MSE(a, b) + Σ_k 2^-k MSE(pool_k a, pool_k b) ) / (1 + Σ_k 2^-k)",
  notes: "The weight rises from 0 over the first twelfth of training, as in the published recipe's 20 of 240 epochs.",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["map"], which: "all", before: "activation" },
    helpers: ["fusion"],
  },
  zeroAtTeacher: false,
  options: {},
  weight: { from: 0, to: 5, share: 1 / 12 },
  alpha: 1,
  helpers({ pairs, random }: HelperContext) {
    const middle = Math.min(512, pairs.at(-1)!.student[1] as number);
    return Object.fromEntries(
      pairs.map(({ student, teacher }, i) => [
        `fusion${i + 1}`,
        new Fusion(student[1] as number, middle, teacher[1] as number, i < pairs.length - 1, random),
      ]),
    );
  },
  loss({ pairs, helpers, pass }) {
    const fused = review(pairs, (i) => helpers[`fusion${i + 1}`] as Fusion, pass);
    return pairs.map(({ teacher }, i) => contextLoss(fused[i]!, teacher)).reduce((sum, term) => add(sum, term));
  },
});

/** The student's maps, each fused with all that is deeper, in the widths and sizes of the teacher's. */
function review(pairs: readonly TapPair[], fusionAt: (pair: number) => Fusion, pass: Pass): Tensor[] {
  const fused: Tensor[] = [];
  let residue: Tensor | undefined;
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { student, teacher } = pairs[i]!;
    const fusion = fusionAt(i);
    residue = nearestTo(fusion.fuse(student, residue, pass), sizeOfMap(teacher));
    fused.unshift(fusion.forward(residue, pass));
  }
  return fused;
}

/** Attention-based fusion of one stage with what is below it. */
class Fusion extends Module {
  readonly enter: Sequential;
  readonly attention: Conv2d | undefined;
  readonly leave: Sequential;

  constructor(inputs: number, middle: number, outputs: number, isFused: boolean, random: Random) {
    super();
    const convolution = (from: number, to: number, kernel: number): Sequential =>
      new Sequential(
        new Conv2d(from, to, { kernel, padding: (kernel - 1) / 2, bias: false, random }),
        new BatchNorm(to),
      );
    this.enter = convolution(inputs, middle, 1);
    this.attention = isFused ? new Conv2d(2 * middle, 2, { kernel: 1, random }) : undefined;
    this.leave = convolution(middle, outputs, 3);
  }

  /** `[batch, middle, height, width]` of the stage and, enlarged to its size, of what is below it. */
  fuse(map: Tensor, residue: Tensor | undefined, pass: Pass): Tensor {
    const x = this.enter.forward(map, pass);
    if (!residue || !this.attention) return x;
    const y = nearestTo(residue, sizeOfMap(map));
    const weights = sigmoid(this.attention.forward(concat([x, y], { axis: 1 }))); // [batch, 2, height, width]
    const weight = (i: number) => slice(weights, { axis: 1, begin: i, end: i + 1 });
    return add(mul(x, weight(0)), mul(y, weight(1)));
  }

  forward(fused: Tensor, pass: Pass): Tensor {
    return this.leave.forward(fused, pass);
  }
}

/** Hierarchical context loss: maps compared as they are, and as means over ever larger parts. */
function contextLoss(a: Tensor, b: Tensor): Tensor {
  const meanSquare = (x: Tensor, y: Tensor) => mean(square(sub(x, y)));
  const [height, width] = sizeOfMap(b);
  const sides = [4, 2, 1].filter((side) => side < Math.min(height, width));
  const terms = sides.map((side, k) => {
    const size: Size = [side, side];
    return mul(2 ** -(k + 1), meanSquare(averageTo(a, size), averageTo(b, size)));
  });
  const total = terms.reduce((sum, term) => add(sum, term), meanSquare(a, b));
  return div(
    total,
    sides.reduce((sum, _, k) => sum + 2 ** -(k + 1), 1),
  );
}
