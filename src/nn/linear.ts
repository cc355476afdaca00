import { add, matmul, transpose, type Parameter, type Tensor } from "../graph/index.js";
import type { Random } from "../tensor/index.js";
import { uniformParameter } from "./initialize.js";
import { Module } from "./module.js";

export interface LinearOptions {
  /** Default true. */
  readonly bias?: boolean;
  readonly random: Random;
}

/** y = x Wᵀ + b: `[..., inFeatures]` → `[..., outFeatures]`. Starts uniform in ±1/√inFeatures, as PyTorch's Linear does. */
export class Linear extends Module {
  readonly weight: Parameter; // [outFeatures, inFeatures]
  readonly bias: Parameter | undefined; // [outFeatures]

  constructor(inFeatures: number, outFeatures: number, { bias = true, random }: LinearOptions) {
    super();
    const bound = 1 / Math.sqrt(inFeatures);
    this.weight = uniformParameter([outFeatures, inFeatures], bound, random);
    this.bias = bias ? uniformParameter([outFeatures], bound, random) : undefined;
  }

  forward(x: Tensor): Tensor {
    const y = matmul(x, transpose(this.weight));
    return this.bias ? add(y, this.bias) : y;
  }
}
