import type { CommandContext } from "./context.js";
import type { Option } from "./option.js";

/** One command as data: help and parsing follow from it. */
export interface Command<Options extends Record<string, Option<unknown>> = Record<string, Option<unknown>>> {
  /** What is typed after `limbeck`, or after the name of its group. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** A command line that works, and says the most with the least. */
  readonly example: string;
  /** What is given by place, in this order. */
  readonly args: readonly Argument[];
  /** What is given by name: `maxBytes` is `--max-bytes`. `--json`, `--quiet` and `--seed` belong to every command. */
  readonly options: Options;
  /** Loads what it needs itself, so that help stays instant. */
  run(context: CommandContext<ValuesOf<Options>>): Promise<void>;
}

/** Commands of one name: `limbeck words similar` and its like. */
export interface CommandGroup {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** In the order in which help lists them. */
  readonly commands: readonly Command[];
}

export interface Argument {
  readonly name: string;
  readonly summary: string;
  /** Default true. */
  readonly required?: boolean;
  /** True for the last one, if several may be given. */
  readonly repeats?: boolean;
}

/** The values of a command's options. */
export type ValuesOf<Options extends Record<string, Option<unknown>>> = {
  readonly [Name in keyof Options]: Options[Name] extends Option<infer Value> ? Value : never;
};

/** Gives a command its types. */
export const defineCommand = <Options extends Record<string, Option<unknown>>>(
  command: Command<Options>,
): Command<Options> => command;
