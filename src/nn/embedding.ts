import { gather, type Parameter, type Tensor } from "../graph/index.js";
import type { Random } from "../tensor/index.js";
import { normalParameter } from "./initialize.js";
import { Module } from "./module.js";

/** Rows of a table by index: int32 or int64 `[...]` → `[..., size]`. Starts standard normal, as PyTorch's Embedding does. */
export class Embedding extends Module {
  readonly weight: Parameter; // [count, size]

  constructor(count: number, size: number, { random }: { readonly random: Random }) {
    super();
    this.weight = normalParameter([count, size], 1, random);
  }

  forward(indices: Tensor): Tensor {
    return gather(this.weight, indices);
  }
}
