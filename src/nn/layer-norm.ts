import { add, div, mean, mul, sqrt, sub, type Parameter, type Tensor } from "../graph/index.js";
import { formatShape, ShapeError } from "../tensor/index.js";
import { constantParameter } from "./initialize.js";
import { Module } from "./module.js";

export interface LayerNormOptions {
  /** Added to the variance, default 1e-5. */
  readonly epsilon?: number;
}

/**
 * y = (x - mean) / √(variance + epsilon) · weight + bias, mean and variance over the last axes: `[..., ...shape]` → the
 * same. Starts with weight 1 and bias 0.
 * Source: Ba, Kiros, Hinton 2016, arXiv:1607.06450, equation 4.
 */
export class LayerNorm extends Module {
  readonly weight: Parameter; // shape
  readonly bias: Parameter; // shape
  readonly epsilon: number;

  /** @param shape the sizes of the last axes; a number: the last one alone */
  constructor(shape: number | readonly number[], { epsilon = 1e-5 }: LayerNormOptions = {}) {
    super();
    const sizes = typeof shape === "number" ? [shape] : shape;
    this.weight = constantParameter(sizes, 1);
    this.bias = constantParameter(sizes, 0);
    this.epsilon = epsilon;
  }

  /** @throws ShapeError if x does not end in the shape */
  forward(x: Tensor): Tensor {
    const { rank, shape } = this.weight;
    if (formatShape(x.shape.slice(-rank)) !== formatShape(shape)) {
      throw new ShapeError(`LayerNorm: the input is ${formatShape(x.shape)}, expected [..., ${shape.join(", ")}].`);
    }
    const over = { axis: shape.map((_, i) => i - rank), keepDims: true };
    const centred = sub(x, mean(x, over));
    const deviation = sqrt(add(mean(mul(centred, centred), over), this.epsilon));
    return add(mul(div(centred, deviation), this.weight), this.bias);
  }
}
