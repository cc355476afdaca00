import type { Tensor } from "../graph/index.js";
import type { Module, Pass } from "../nn/index.js";
import type { Random } from "../tensor/index.js";

/** What methods can do with a network of a known architecture beside running it. */
export interface NetworkParts {
  /** Taps one after another in depth; the last is what the network answers from. */
  readonly depths: readonly string[];
  /** The layer that answers. */
  readonly head: Module;
  /** Logits `[batch, classes]` of the last depth's tensor, by the network's own head. */
  readonly answer: (x: Tensor, pass: Pass) => Tensor;
  /** What follows a depth, as a module with first weights of its own: from that tap's tensor to logits. */
  readonly rest: (tap: string, random: Random) => Module;
}
