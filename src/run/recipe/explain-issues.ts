import type { z } from "zod";
import { nearest, suggestion } from "../../tensor/index.js";

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/**
 * What is wrong with a value, one line an issue: the full path, what was given, what was expected.
 * @param value what was validated, with `describeIssue` as the error map
 * @param at the path of the value itself in the recipe
 */
export function explainIssues(issues: readonly Issue[], value: unknown, at: readonly PropertyKey[] = []): string[] {
  return issues.flatMap((issue) => explain(issue, value, at));
}

function explain(issue: Issue, root: unknown, at: readonly PropertyKey[]): string[] {
  const path = [...at, ...issue.path];
  if (issue.code === "invalid_union" && issue.message === "") {
    const value = valueAt(root, issue.path);
    return bestBranch(issue.errors, value).flatMap((inner) => explain(inner, value, path));
  }
  if (issue.code === "unrecognized_keys") return [`${[...path, issue.keys[0]!].join(".")}: ${issue.message}`];
  const where = path.length === 0 ? "" : `${path.join(".")}: `;
  if (!issue.message.startsWith("expected")) return [where + issue.message];
  const given = valueAt(root, issue.path);
  const expected = issue.message.endsWith("?") ? issue.message : `${issue.message}.`;
  return [
    given === undefined
      ? `${where}missing, ${expected}${misspelt(root, issue.path)}`
      : `${where}got ${show(given)}, ${expected}`,
  ];
}

/** Error map: the part of a message that depends on the schema. What starts with "expected" gets "got …" before it. */
export function describeIssue(issue: RawIssue): string | undefined {
  const schema = issue.inst?._zod.def as SchemaDefinition | undefined;
  switch (issue.code) {
    case "unrecognized_keys":
      return `unknown option.${suggestion(issue.keys[0]!, Object.keys(schema?.shape ?? {}))}`;
    case "invalid_type":
      return `expected ${typeNames[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `expected ${oneOf(issue.values.map(String), issue.input)}`;
    case "too_small":
      return `expected ${sized(issue.origin)} ${issue.inclusive ? "of at least" : "above"} ${issue.minimum}`;
    case "too_big":
      return `expected ${sized(issue.origin)} ${issue.inclusive ? "of at most" : "below"} ${issue.maximum}`;
    case "invalid_union": {
      const tag = schema?.discriminator;
      if (tag === undefined) return ""; // explained by its best branch
      const names = (schema?.options ?? []).flatMap(({ _zod }) => [...(_zod.propValues?.[tag] ?? [])]);
      return `expected ${oneOf(names.map(String), (issue.input as Record<string, unknown>)[tag])}`;
    }
    default:
      return undefined;
  }
}

/** What is read of a schema's definition to name its options. */
interface SchemaDefinition {
  readonly shape?: Record<string, unknown>;
  readonly discriminator?: string;
  readonly options?: readonly { readonly _zod: { readonly propValues?: Record<string, Set<unknown>> } }[];
}

const typeNames: Record<string, string> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  record: "an object",
  tuple: "a list",
};

const sized = (origin: string): string =>
  origin === "array" ? "a list with a length" : origin === "string" ? "text with a length" : "a number";

const oneOf = (names: readonly string[], given: unknown): string => {
  const near = typeof given === "string" ? nearest(given, names) : undefined;
  return (names.length === 1 ? names[0]! : `one of ${names.join(", ")}`) + (near ? `. Did you mean "${near}"?` : "");
};

/** The alternative that was most likely meant: whose options are there and known. */
function bestBranch(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] {
  const weight = (issue: Issue): number => {
    if (issue.code === "unrecognized_keys") return 2 * issue.keys.length;
    const given = valueAt(value, issue.path);
    if (issue.code === "invalid_union") {
      if (issue.message === "") return total(bestBranch(issue.errors, given));
      return typeof given === "string" ? 1 : 3;
    }
    return given === undefined ? 3 : 1;
  };
  const total = (issues: readonly Issue[]): number => issues.reduce((sum, issue) => sum + weight(issue), 0);
  return branches.reduce((best, branch) => (total(branch) < total(best) ? branch : best));
}

/** An option that stands where a required one is missing, and is spelt nearly so. */
function misspelt(root: unknown, path: readonly PropertyKey[]): string {
  const parent = valueAt(root, path.slice(0, -1));
  const name = path.at(-1);
  if (typeof name !== "string" || parent === null || typeof parent !== "object") return "";
  const near = nearest(name, Object.keys(parent));
  return near === undefined ? "" : ` Did you mean "${name}" by "${near}"?`;
}

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], root);

/** A value in a message, cut where it is long. */
function show(value: unknown): string {
  const text =
    typeof value === "function" ? "a function" : ((JSON.stringify(value) as string | undefined) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
