import type { Tensor } from "../graph/index.js";
import { OptionError } from "../tensor/index.js";

/** The families of distillation methods. */
export type Family = "response" | "feature" | "relation" | "self" | "online";

/** What a network offers to an objective: its logits `[batch, classes]` and named inner tensors. */
export interface NetworkTensors {
  readonly logits: Tensor;
  readonly taps: Readonly<Record<string, Tensor>>;
}

/** What an objective is computed from. */
export interface ObjectiveInputs {
  readonly student: NetworkTensors;
  /** Detached: no gradient reaches a frozen network. */
  readonly teacher: NetworkTensors;
  /** `[batch]`, int32 */
  readonly labels: Tensor;
}

/** Which tensors an objective needs; "taps" stands for named inner tensors. */
export interface Needs {
  readonly student: readonly ("logits" | "taps")[];
  readonly teacher?: readonly ("logits" | "taps")[];
  readonly labels?: boolean;
}

/** A numeric option of an objective: it reaches the formula as a scalar tensor, so that a sweep recompiles nothing. */
export interface NumericOption {
  readonly kind: "number";
  readonly default: number;
  readonly expected: string;
  readonly accepts: (value: number) => boolean;
}

/** An option with a fixed set of values, known when the graph is built. */
export interface ChoiceOption {
  readonly kind: "choice";
  readonly default: string;
  readonly values: readonly string[];
}

export type Options = Readonly<Record<string, NumericOption | ChoiceOption>>;

type Resolved<O extends Options> = { readonly [K in keyof O]: O[K] extends NumericOption ? Tensor : string };

/** A method of distillation: a pure function of named tensors to a scalar, and all that tools must know of it. */
export interface Objective<O extends Options = Options> {
  readonly name: string;
  readonly family: Family;
  /** Where it was published, such as "arXiv:1503.02531". */
  readonly paper: string;
  /** In plain text, with the paper's letters. */
  readonly formula: string;
  readonly needs: Needs;
  readonly options: O;
  /**
   * Its weight in `L = alpha · CE + Σ weight · L_i` where the recipe gives none: a number, or what alpha leaves over.
   */
  readonly weight: number | "1 - alpha";
  /** The weight of the labels' cross-entropy where the recipe gives none. */
  readonly alpha: number;
  loss(inputs: ObjectiveInputs, options: Resolved<O>): Tensor;
}

/** Gives a descriptor its type. */
export const defineObjective = <const O extends Options>(objective: Objective<O>): Objective<O> => objective;

/** An option that must be greater than 0. */
export const positive = ({ default: value }: { default: number }): NumericOption => ({
  kind: "number",
  default: value,
  expected: "a number greater than 0",
  accepts: (x) => x > 0 && Number.isFinite(x),
});

/** An option with named values; the first is the default. */
export const choice = (...values: readonly [string, ...string[]]): ChoiceOption => ({
  kind: "choice",
  default: values[0],
  values,
});

/**
 * Holds a value against what an option accepts.
 * @throws OptionError that says what the option expects
 */
export function checkOption(
  objective: string,
  name: string,
  option: NumericOption | ChoiceOption,
  value: unknown,
): void {
  const fits =
    option.kind === "number"
      ? typeof value === "number" && option.accepts(value)
      : typeof value === "string" && option.values.includes(value);
  if (fits) return;
  const expected = option.kind === "number" ? option.expected : `one of ${option.values.join(", ")}`;
  throw new OptionError(`${objective}.${name}: got ${JSON.stringify(value)}, expected ${expected}.`);
}
