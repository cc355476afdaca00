import { flatten, type Tensor } from "../graph/index.js";
import { Module } from "./module.js";

/** `[batch, ...]` → `[batch, features]`. */
export class Flatten extends Module {
  forward(x: Tensor): Tensor {
    return flatten(x);
  }
}
