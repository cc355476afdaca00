import type { Tensor } from "../graph/index.js";
import { Module } from "./module.js";
import type { Pass } from "./pass.js";

/** Modules one after another. */
export class Sequential extends Module {
  readonly layers: readonly Module[];

  constructor(...layers: readonly Module[]) {
    super();
    this.layers = layers;
  }

  forward(x: Tensor, pass: Pass): Tensor {
    return this.layers.reduce((y, layer) => layer.forward(y, pass), x);
  }
}
