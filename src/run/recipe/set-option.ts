import { RecipeError } from "../../tensor/index.js";

/**
 * Sets options of a recipe before it is validated, so that an unknown path gets the same message as in a file.
 * @param recipe what the recipe's file says; not changed
 * @param assignments each `path=value`: a value is JSON, else text; a number in a path is a place in a list
 * @throws RecipeError if an assignment has no `=`, or its path goes through something that has no options
 */
export function setOptions(recipe: unknown, assignments: readonly string[]): unknown {
  return assignments.reduce((changed, assignment) => {
    const equals = assignment.indexOf("=");
    const path = assignment.slice(0, equals).split(".");
    if (equals < 1 || path.includes("")) {
      throw new RecipeError(`--set ${assignment}: expected path=value, for example --set training.epochs=2.`);
    }
    const value = parseValue(assignment.slice(equals + 1));
    // A teacher of an earlier run takes the place of the recipe's own: it has no options beside it.
    if (path.join(".") === "teacher.run") return setAt(changed, ["teacher"], { run: value }, path, 0);
    return setAt(changed, path, value, path, 0);
  }, recipe);
}

/** JSON where it parses, else the text itself. */
export function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function setAt(
  target: unknown,
  path: readonly string[],
  value: unknown,
  whole: readonly string[],
  at: number,
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(target)) {
    const index = Number(key);
    if (!Number.isInteger(index) || index < 0 || index > target.length) {
      const list = whole.slice(0, at).join(".");
      throw new RecipeError(
        `--set ${whole.join(".")}: ${list} is a list of ${target.length}, "${key}" is no place in it.`,
      );
    }
    const changed = [...(target as unknown[])];
    changed[index] = setAt(changed[index], rest, value, whole, at + 1);
    return changed;
  }
  if (target !== undefined && (target === null || typeof target !== "object")) {
    const parent = whole.slice(0, at).join(".");
    throw new RecipeError(
      `--set ${whole.join(".")}: ${parent} is ${JSON.stringify(target)}, which has no option "${key}".`,
    );
  }
  const before = (target ?? {}) as Record<string, unknown>;
  const inner = Object.hasOwn(before, key) ? before[key] : undefined;
  return { ...before, [key]: setAt(inner, rest, value, whole, at + 1) };
}
