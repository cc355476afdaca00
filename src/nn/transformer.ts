import {
  add,
  cast,
  concat,
  constant,
  cos,
  less,
  mul,
  positions,
  sin,
  unsqueeze,
  where,
  type Tensor,
} from "../graph/index.js";
import type { Random } from "../tensor/index.js";
import { findActivation, type ActivationName } from "./activations.js";
import { SelfAttention } from "./attention.js";
import { Dropout } from "./dropout.js";
import { LayerNorm } from "./layer-norm.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import type { Pass } from "./pass.js";

export interface TransformerOptions {
  readonly layers: number;
  /** Attentions side by side in each layer; divides the features. */
  readonly heads: number;
  /** Units of the hidden layer that each place passes through. */
  readonly feedForward: number;
  /** The share of what each half of a layer adds that is dropped in training, default 0. */
  readonly dropout?: number;
  /** Default "gelu". */
  readonly activation?: ActivationName;
  readonly random: Random;
}

/**
 * Encoder layers of a transformer, normalised before each half, and a normalisation at the end:
 * `[batch, length, features]` → the same. Each layer is x ← x + attention(norm(x)), x ← x + feedForward(norm(x)).
 * Source: Vaswani et al. 2017, arXiv:1706.03762, section 3.1; the order of normalisation Xiong et al. 2020,
 * arXiv:2002.04745, which trains without a warm-up.
 */
export class TransformerEncoder extends Module {
  readonly layers: readonly TransformerLayer[];
  readonly norm: LayerNorm; // [features]

  constructor(features: number, { layers, ...options }: TransformerOptions) {
    super();
    this.layers = Array.from({ length: layers }, () => new TransformerLayer(features, options));
    this.norm = new LayerNorm(features);
  }

  /** @param lengths int32 `[batch]`, how long each sequence truly is; left out: all as long as the second axis */
  forward(x: Tensor, pass: Pass, lengths?: Tensor): Tensor {
    const bias = lengths && paddingBias(x, lengths);
    return this.norm.forward(this.layers.reduce((y, layer) => layer.forward(y, pass, bias), x));
  }
}

class TransformerLayer extends Module {
  readonly attentionNorm: LayerNorm;
  readonly attention: SelfAttention;
  readonly feedForwardNorm: LayerNorm;
  readonly widen: Linear; // [feedForward, features]
  readonly narrow: Linear; // [features, feedForward]
  readonly #dropout: Dropout;
  readonly #activation: (x: Tensor) => Tensor;

  constructor(
    features: number,
    { heads, feedForward, dropout = 0, activation = "gelu", random }: Omit<TransformerOptions, "layers">,
  ) {
    super();
    this.attentionNorm = new LayerNorm(features);
    this.attention = new SelfAttention(features, { heads, random });
    this.feedForwardNorm = new LayerNorm(features);
    this.widen = new Linear(features, feedForward, { random });
    this.narrow = new Linear(feedForward, features, { random });
    this.#dropout = new Dropout(dropout);
    this.#activation = findActivation(activation);
  }

  forward(x: Tensor, pass: Pass, bias?: Tensor): Tensor {
    const seen = this.attention.forward(this.attentionNorm.forward(x), pass, bias);
    const y = add(x, this.#dropout.forward(seen, pass));
    const hidden = this.#activation(this.widen.forward(this.feedForwardNorm.forward(y)));
    return add(y, this.#dropout.forward(this.narrow.forward(hidden), pass));
  }
}

/** 0 where a sequence goes on, so low behind its end that softmax makes 0 of it: `[batch, 1, 1, length]`. */
function paddingBias(x: Tensor, lengths: Tensor): Tensor {
  const isElement = less(positions(x, { axis: 1 }), unsqueeze(lengths, -1)); // [batch, length]
  return unsqueeze(unsqueeze(where(isElement, constant(0), -1e30), 1), 1);
}

/**
 * Where each element of a sequence stands, as sines and cosines of its place, for x `[batch, length, features]`:
 * `[length, features]`, half of the features sin(t / 10000^(2i / features)), then the cosines of the same.
 * Source: Vaswani et al. 2017, arXiv:1706.03762, section 3.5; there sines and cosines alternate.
 */
export function sinusoidalPositions(x: Tensor): Tensor {
  const features = x.shape[2] as number;
  const rates = Array.from({ length: features / 2 }, (_, i) => 10000 ** ((-2 * i) / features));
  const angles = mul(unsqueeze(cast(positions(x, { axis: 1 }), "float32"), -1), constant(rates));
  return concat([sin(angles), cos(angles)], { axis: 1 });
}
