import { add, div, mul, sqrt, sub, type Parameter, type Tensor, type TensorLike } from "../graph/index.js";
import { state, stateOf, updateEach, type Optimizer, type Updates } from "./optimizer.js";

export interface AdamOptions {
  /** How slowly the mean of gradients moves, default 0.9. */
  readonly beta1?: TensorLike;
  /** How slowly the mean of squared gradients moves, default 0.999. */
  readonly beta2?: TensorLike;
  /** Default 1e-8. */
  readonly epsilon?: TensorLike;
  /** Default 0 for Adam, 0.01 for AdamW. */
  readonly weightDecay?: TensorLike;
}

/**
 * Adam, in PyTorch's form, at step t = 1, 2, …:
 *   g = g + weightDecay · w
 *   m = beta1 · m + (1 - beta1) · g
 *   v = beta2 · v + (1 - beta2) · g²
 *   w = w - learningRate · (m / (1 - beta1ᵗ)) / (√(v / (1 - beta2ᵗ)) + epsilon)
 * State: "<weight>/mean" and "<weight>/variance" in the shape of the weight; "adam/correction1" and "adam/correction2",
 * scalars, and "<weight>/correction1" and "<weight>/correction2" of a weight that is held for some epochs. Of a sparse
 * weight only rows with a gradient move, and their state, as with PyTorch's SparseAdam.
 * Source: Kingma and Ba 2014, arXiv:1412.6980, algorithm 1.
 */
export const adam: Optimizer<AdamOptions> = (parameters, gradients, { weightDecay = 0, ...options }) =>
  adaptive(parameters, gradients, options, {
    gradient: (w, g) => (weightDecay === 0 ? g : add(g, mul(w, weightDecay))),
    weight: (w) => w,
  });

/**
 * AdamW: Adam whose weight decay does not pass through its means: w = (1 - learningRate · weightDecay) · w first, then
 * Adam's step. State as Adam's.
 * Source: Loshchilov and Hutter 2017, arXiv:1711.05101, algorithm 2, as PyTorch has it.
 */
export const adamw: Optimizer<AdamOptions> = (parameters, gradients, { weightDecay = 0.01, ...options }) =>
  adaptive(parameters, gradients, options, {
    gradient: (_, g) => g,
    weight: (w) => (weightDecay === 0 ? w : mul(w, sub(1, mul(options.learningRate, weightDecay)))),
  });

interface Decay {
  readonly gradient: (w: Parameter, g: Tensor) => Tensor;
  readonly weight: (w: Parameter) => Tensor;
}

type Adaptive = Omit<AdamOptions, "weightDecay"> & { readonly learningRate: TensorLike };

function adaptive(
  parameters: readonly Parameter[],
  gradients: readonly Tensor[],
  { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: Adaptive,
  decay: Decay,
): Updates {
  const corrections: Updates = new Map();
  const [rest1, rest2] = [complement(beta1), complement(beta2)];
  // 1 - betaᵗ is the moving average of the number 1. Kept as such it needs no power, and no step count, and stays exact in
  // float32, where 0.999 alone would be wrong by 1e-5 of its distance to 1.
  const averageOfOne = (name: string, rest: TensorLike, owner?: Parameter): Tensor => {
    const before = state([], name, owner);
    const after = add(before, mul(sub(1, before), rest));
    corrections.set(before, after);
    return after;
  };
  const corrected = (name: string, owner?: Parameter) => ({
    rate: div(learningRate, averageOfOne(`${name}/correction1`, rest1, owner)),
    scale: div(1, sqrt(averageOfOne(`${name}/correction2`, rest2, owner))),
  });
  const common = corrected("adam");
  const updates = updateEach(parameters, gradients, (w, gradient, updates) => {
    // A weight that is held at first counts steps of its own.
    const { rate, scale } = w.heldEpochs > 0 ? corrected(w.name, w) : common;
    const g = decay.gradient(w, gradient);
    const [mean, variance] = [stateOf(w, "mean"), stateOf(w, "variance")];
    const m = add(mul(mean, beta1), mul(g, rest1));
    const v = add(mul(variance, beta2), mul(mul(g, g), rest2));
    updates.set(mean, m);
    updates.set(variance, v);
    updates.set(w, sub(decay.weight(w), mul(div(m, add(mul(sqrt(v), scale), epsilon)), rate)));
  });
  return new Map([...updates, ...corrections]);
}

/** 1 - beta; of a plain number without float32's rounding of beta. */
const complement = (beta: TensorLike): TensorLike => (typeof beta === "number" ? 1 - beta : sub(1, beta));
