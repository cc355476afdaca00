import { OptionError } from "../tensor/index.js";
import { isRamp, rampExpected, rampText, type Ramp } from "./ramp.js";

/**
 * A numeric option of an objective: it reaches the formula as a scalar tensor, so that a sweep recompiles nothing. A ramp
 * moves it while training goes on.
 */
export interface NumericOption {
  readonly kind: "number";
  readonly default: number | Ramp;
  readonly expected: string;
  readonly accepts: (value: number) => boolean;
}

/** A whole number that the graph is built with, such as the width of an embedding. */
export interface CountOption {
  readonly kind: "count";
  readonly default: number;
  readonly expected: string;
  readonly accepts: (value: number) => boolean;
}

/** An option with a fixed set of values, known when the graph is built. */
export interface ChoiceOption<Value extends string = string> {
  readonly kind: "choice";
  readonly default: Value;
  readonly values: readonly Value[];
}

export type Option = NumericOption | CountOption | ChoiceOption;
export type Options = Readonly<Record<string, Option>>;

/** What a recipe may give for an option. */
export type OptionValue = number | string | Ramp;

interface Default {
  readonly default: number | Ramp;
}

const number = (value: number | Ramp, expected: string, accepts: (x: number) => boolean): NumericOption => ({
  kind: "number",
  default: value,
  expected,
  accepts: (x) => Number.isFinite(x) && accepts(x),
});

/** An option that must be greater than 0. */
export const positive = ({ default: value }: Default): NumericOption =>
  number(value, "a number greater than 0", (x) => x > 0);

/** An option that must be 0 or more. */
export const nonNegative = ({ default: value }: Default): NumericOption =>
  number(value, "a number of 0 or more", (x) => x >= 0);

/** An option from 0 to 1. */
export const fraction = ({ default: value }: Default): NumericOption =>
  number(value, "a number from 0 to 1", (x) => x >= 0 && x <= 1);

/** A whole number, at least 1 unless `minimum` says otherwise. */
export const count = ({ default: value, minimum = 1 }: { default: number; minimum?: number }): CountOption => ({
  kind: "count",
  default: value,
  expected: `a whole number of at least ${minimum}`,
  accepts: (x) => Number.isInteger(x) && x >= minimum,
});

/** An option with named values; the first is the default. */
export const choice = <const Values extends readonly [string, ...string[]]>(
  ...values: Values
): ChoiceOption<Values[number]> => ({ kind: "choice", default: values[0], values });

/** A value in words, as "4", "paper" or "0 to 1 over 20 epochs". */
export const optionText = (value: OptionValue): string => (isRamp(value) ? rampText(value) : String(value));

/** What an option expects, in words. */
export const expectedOf = (option: Option): string =>
  option.kind === "choice" ? `one of ${option.values.join(", ")}` : option.expected;

/**
 * Holds a value against what an option accepts.
 * @param where names the option in messages, as "dkd.beta"
 * @throws OptionError that says what the option expects
 */
export function checkOption(where: string, option: Option, value: unknown): asserts value is OptionValue {
  const isFit = (x: unknown) =>
    option.kind === "choice"
      ? typeof x === "string" && option.values.includes(x)
      : typeof x === "number" && option.accepts(x);
  if (option.kind === "number" && isRamp(value)) {
    for (const end of [value.from, value.to]) if (!isFit(end)) throw unfit(where, option, end);
    return;
  }
  if (!isFit(value)) throw unfit(where, option, value);
}

const unfit = (where: string, option: Option, value: unknown): OptionError => {
  const orRamp =
    option.kind === "number" && typeof value === "object" && value !== null ? `, or a ramp, ${rampExpected}` : "";
  return new OptionError(`${where}: got ${JSON.stringify(value)}, expected ${expectedOf(option)}${orRamp}.`);
};
