import type { Output } from "./output.js";

/** What a command runs with. */
export interface CommandContext<Options> {
  /**
   * What was given by place, in the order of the command's `args`; a missing optional one is undefined, one that repeats
   * takes the rest.
   */
  readonly args: readonly (string | undefined)[];
  readonly options: Options;
  /** Of --seed. */
  readonly seed: number | undefined;
  readonly output: Output;
  /** Aborts at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** The words of the command line after `limbeck`. */
  readonly argv: readonly string[];
  /** Says with which command line an interrupted or failed run goes on. */
  readonly goOnWith: (commandLine: string) => void;
}
