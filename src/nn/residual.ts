import { add, type Tensor } from "../graph/index.js";
import { Module } from "./module.js";
import type { Pass } from "./pass.js";

/** y = block(x) + shortcut(x); without a shortcut, block(x) + x. Source: He et al. 2015, arXiv:1512.03385, equations 1 and 2. */
export class Residual extends Module {
  constructor(
    readonly block: Module,
    readonly shortcut?: Module,
  ) {
    super();
  }

  forward(x: Tensor, pass: Pass): Tensor {
    return add(this.block.forward(x, pass), this.shortcut ? this.shortcut.forward(x, pass) : x);
  }
}
