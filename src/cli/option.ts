import { OptionError } from "../tensor/errors.js";

/** One option of a command: how it is written and read. */
export interface Option<Value> {
  readonly summary: string;
  /** What stands after the name in help, as `DIR`; without it the option is a switch. */
  readonly valueName?: string;
  /** True if it may be given several times: its value is then a list. */
  readonly repeats?: boolean;
  /** True if several values may follow its name, up to the next option. */
  readonly takesSeveral?: boolean;
  /** The value of a text, for messages with the option's name. */
  readonly parse: (text: string, name: string) => Value;
  /** The value where the option is not given. */
  readonly absent: Value;
}

/** A switch: true where it is given. */
export const flag = (summary: string): Option<boolean> => ({ summary, parse: () => true, absent: false });

/** A text, or undefined. */
export const text = (valueName: string, summary: string): Option<string | undefined> => ({
  summary,
  valueName,
  parse: (value) => value,
  absent: undefined,
});

/** A text that may be given several times. */
export const texts = (valueName: string, summary: string): Option<readonly string[]> => ({
  summary,
  valueName,
  repeats: true,
  parse: (value) => [value],
  absent: [],
});

/** Texts, several at once: `--positive king woman`. */
export const listOfTexts = (valueName: string, summary: string): Option<readonly string[]> => ({
  ...texts(valueName, summary),
  takesSeveral: true,
});

/** Whole numbers from 0: the option may be given several times. */
export const integers = (valueName: string, summary: string): Option<readonly number[]> => {
  const { parse } = integer(valueName, summary);
  return { summary, valueName, repeats: true, parse: (value, name) => [parse(value, name)!], absent: [] };
};

/** One of some words, or undefined. */
export const oneOf = <const Word extends string>(
  words: readonly Word[],
  summary: string,
): Option<Word | undefined> => ({
  summary: `${summary} (${words.join(", ")})`,
  valueName: "NAME",
  parse(value, name) {
    const word = words.find((known) => known === value);
    if (word === undefined) throw new OptionError(`${name}: got "${value}", expected one of ${words.join(", ")}.`);
    return word;
  },
  absent: undefined,
});

/** A number from `least` to `most`, or undefined. */
export const number = (
  valueName: string,
  summary: string,
  { least, most }: { readonly least: number; readonly most: number },
): Option<number | undefined> => ({
  summary,
  valueName,
  parse(value, name) {
    const number = value.trim() === "" ? NaN : Number(value);
    if (number >= least && number <= most) return number;
    throw new OptionError(`${name}: got "${value}", expected a number from ${least} to ${most}.`);
  },
  absent: undefined,
});

/** A whole number from `least` to `most`, or undefined. */
export const integer = (
  valueName: string,
  summary: string,
  { least = 0, most = Number.MAX_SAFE_INTEGER }: { readonly least?: number; readonly most?: number } = {},
): Option<number | undefined> => ({
  summary,
  valueName,
  parse(value, name) {
    const number = /^\d+$/.test(value) ? Number(value) : NaN;
    if (number >= least && number <= most) return number;
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new OptionError(`${name}: got "${value}", expected a whole number ${range}.`);
  },
  absent: undefined,
});
