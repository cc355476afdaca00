import type { Module } from "../nn/index.js";
import type { ModelContext } from "./classifier.js";

/** A kind of network that recipes know by name. */
export interface Architecture<Options extends object> {
  readonly name: string;
  readonly summary: string;
  /** Every option with its default. */
  readonly defaults: Required<Options>;
  /** Names of the taps that it has with these options, in the order of the forward pass. */
  readonly taps: (options: Required<Options>) => string[];
  /**
   * @throws OptionError if an option or the shape of the input does not fit
   */
  readonly build: (options: Required<Options>, context: ModelContext) => Module;
}

/** Checks nothing at the run; lets TypeScript infer the options. */
export const defineArchitecture = <Options extends object>(architecture: Architecture<Options>) => architecture;
