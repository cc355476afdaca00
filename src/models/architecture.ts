import type { Tensor } from "../graph/index.js";
import { Module, type Pass } from "../nn/index.js";
import type { Random } from "../tensor/index.js";
import type { ModelContext } from "./classifier.js";

/** A kind of network that recipes know by name. */
export interface Architecture<Options extends object> {
  readonly name: string;
  readonly summary: string;
  /** Every option with its default. */
  readonly defaults: Required<Options>;
  /** Names of the taps that it has with these options, in the order of the forward pass. */
  readonly taps: (options: Required<Options>) => string[];
  /** Those of its taps that lie one after another in depth, each after a whole layer or stage; the last before the head. */
  readonly depths: (options: Required<Options>) => string[];
  /**
   * @throws OptionError if an option or the shape of the input does not fit
   */
  readonly build: (options: Required<Options>, context: ModelContext) => Network;
}

/** A network of an architecture, of which parts can be used by themselves. */
export abstract class Network extends Module {
  /** The layer that answers. */
  abstract readonly head: Module;

  /** What it makes of its last depth's tensor. */
  abstract answer(x: Tensor, pass: Pass): Tensor;

  /** What follows a depth (0 for the first), as a module with first weights of its own. */
  abstract rest(depth: number, random: Random): Module;
}

/** Checks nothing at the run; lets TypeScript infer the options. */
export const defineArchitecture = <Options extends object>(architecture: Architecture<Options>) => architecture;
