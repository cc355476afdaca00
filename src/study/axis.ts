import { RecipeError } from "../tensor/index.js";

/** One option of a recipe and the values that a sweep gives it. */
export interface Axis {
  /** Where the option stands in the recipe, as `student.hidden`. */
  readonly path: string;
  /** Each as it is written after `--set path=`: JSON, else text. */
  readonly values: readonly string[];
}

/**
 * Reads `path=v1,v2,…`; a value may be a list or an object, whose commas do not count: `student.hidden=4,[30,30]`.
 * @throws RecipeError if there is no path, an empty value, one value twice, or a bracket or quote left open
 */
export function parseAxis(text: string): Axis {
  const equals = text.indexOf("=");
  if (equals < 1) {
    throw new RecipeError(`--over ${text}: expected path=value,value,…, for example --over temperature=1,2,4,8.`);
  }
  const path = text.slice(0, equals).trim();
  const values = splitAtCommas(text.slice(equals + 1), text);
  if (values.includes("")) throw new RecipeError(`--over ${text}: a value is empty. Write path=value,value,….`);
  const twice = values.find((value, i) => values.indexOf(value) !== i);
  if (twice !== undefined) throw new RecipeError(`--over ${text}: the value ${twice} stands there twice.`);
  return { path, values };
}

/**
 * Reads all axes of a sweep.
 * @throws RecipeError if one of them cannot be read, or two have the same path
 */
export function parseAxes(texts: readonly string[]): readonly Axis[] {
  const axes = texts.map(parseAxis);
  const twice = axes.find(({ path }, i) => axes.findIndex((other) => other.path === path) !== i);
  if (twice) throw new RecipeError(`--over ${twice.path} is given twice. List all its values in one.`);
  const seed = axes.find(({ path }) => path === "seed");
  if (seed) throw new RecipeError(`--over seed: seeds are no axis. Use --seeds N, and --seed for the first.`);
  return axes;
}

const closing: Readonly<Record<string, string>> = { "[": "]", "{": "}" };

/** Parts between commas that stand in no bracket and no quotes, without the spaces around them. */
function splitAtCommas(text: string, whole: string): string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let quoted = false;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    if (quoted && letter === "\\") i += 1;
    else if (letter === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (letter in closing) open.push(closing[letter]!);
    else if (letter === open.at(-1)) open.pop();
    else if (letter === "," && open.length === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  if (quoted || open.length > 0) {
    throw new RecipeError(`--over ${whole}: ${quoted ? '"' : open.at(-1)!} is missing at the end of a value.`);
  }
  return [...parts, text.slice(start).trim()];
}
