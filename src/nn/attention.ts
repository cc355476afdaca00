import { add, matmul, mul, reshape, softmax, split, transpose, type Tensor } from "../graph/index.js";
import { OptionError, type Random } from "../tensor/index.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import type { Pass } from "./pass.js";

export interface AttentionOptions {
  /** How many attentions side by side; divides the features. */
  readonly heads: number;
  readonly random: Random;
}

/**
 * Self-attention with several heads: `[batch, length, features]` → the same. For each head, of d features,
 *   y = softmax(q kᵀ / √d) v,  q, k, v = W_q x, W_k x, W_v x
 * and all heads side by side through one linear layer.
 * Source: Vaswani et al. 2017, arXiv:1706.03762, sections 3.2.1 and 3.2.2.
 */
export class SelfAttention extends Module {
  readonly project: Linear; // W_q, W_k and W_v one behind the other, [3 · features, features]
  readonly merge: Linear; // [features, features]
  readonly #heads: number;

  /** @throws OptionError if the heads do not divide the features */
  constructor(features: number, { heads, random }: AttentionOptions) {
    super();
    if (!Number.isInteger(heads) || heads < 1 || features % heads !== 0) {
      throw new OptionError(
        `SelfAttention: ${heads} heads do not divide ${features} features. Choose a number that does.`,
      );
    }
    this.project = new Linear(features, 3 * features, { random });
    this.merge = new Linear(features, features, { random });
    this.#heads = heads;
  }

  /** @param bias added to the scores before softmax, `[batch, 1, 1, length]`: very negative where nobody may look */
  forward(x: Tensor, _pass: Pass, bias?: Tensor): Tensor {
    const [batch, length, features] = x.shape as [string, string, number];
    const size = features / this.#heads;
    const [q, k, v] = split(this.project.forward(x), 3, { axis: 2 }).map((part) =>
      transpose(reshape(part, [batch, length, this.#heads, size]), [0, 2, 1, 3]),
    ) as [Tensor, Tensor, Tensor]; // [batch, heads, length, size]
    const scores = matmul(mul(q, 1 / Math.sqrt(size)), transpose(k));
    const y = matmul(softmax(bias ? add(scores, bias) : scores), v);
    return this.merge.forward(reshape(transpose(y, [0, 2, 1, 3]), [batch, length, features]));
  }
}
