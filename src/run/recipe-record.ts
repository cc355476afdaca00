import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileError, writeAtomic } from "../data/write-atomic.js";
import { RunFolderError } from "../tensor/index.js";
import { parseRecord } from "./json-record.js";
import type { ResolvedRecipe } from "./recipe/index.js";
import { runFiles, type RunFolder } from "./run-folder.js";

/** `recipe.json`: the resolved recipe and what it met. A user's own model function is kept as its name and hash. */
export interface RecipeRecord extends Omit<ResolvedRecipe, "threads"> {
  readonly format: 1;
  /** The number that was used; kept on resume. */
  readonly threads: number;
  /** Of what ran, as `{ limbeck: "0.1.0", node: "20.20.2" }`. */
  readonly versions: Readonly<Record<string, string>>;
  /** The data files, as absolute paths, with the hexadecimal sha256 of each. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** What a run finds out before it writes its recipe. */
export type RecipeFacts = Pick<RecipeRecord, "threads" | "versions" | "files">;

/** Writes `recipe.json`. */
export async function writeRecipeRecord(folder: RunFolder, recipe: ResolvedRecipe, facts: RecipeFacts): Promise<void> {
  const { name, ...options } = recipe;
  await writeAtomic(runFiles.recipe(folder), `${asJson({ format: 1, name, ...options, ...facts })}\n`);
}

/**
 * Reads `recipe.json`.
 * @throws FormatError if it is not one
 */
export async function readRecipeRecord(folder: RunFolder): Promise<RecipeRecord> {
  const path = runFiles.recipe(folder);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw fileError(error, path, "read");
  });
  return parseRecord(text, path, `expected the recipe of a run, with "format": 1. Is it of a later Limbeck?`);
}

/** What may differ when a run goes on: where the recipe lies, what was found out, and threads left to choose. */
const notCompared = new Set(["format", "folder", "versions", "files", "threads"]);

/**
 * Holds a recipe against the one that a run was begun with.
 * @param concerns the parts of the recipe that matter to the run; default all
 * @throws RunFolderError that names the first paths that differ
 */
export function checkSameRecipe(
  recipe: ResolvedRecipe,
  record: RecipeRecord,
  folder: RunFolder,
  concerns?: readonly string[],
): void {
  const now = JSON.parse(asJson(recipe)) as Record<string, unknown>;
  const before: Record<string, unknown> = { ...record };
  const differing = [...new Set([...Object.keys(now), ...Object.keys(before)])]
    .filter((key) => !notCompared.has(key) && (concerns?.includes(key) ?? true))
    .flatMap((key) => differences(now[key], before[key], key));
  if (recipe.threads !== "auto" && recipe.threads !== record.threads) {
    differing.push({ path: "threads", now: recipe.threads, before: record.threads });
  }
  if (differing.length === 0) return;
  const shown = differing
    .slice(0, 5)
    .map(({ path, now, before }) => `  ${path}: ${show(now)}, the run has ${show(before)}`);
  const more = differing.length - shown.length;
  throw new RunFolderError(
    `${folder.path} holds a run of another recipe, so it cannot go on with this one. What differs:\n` +
      shown.join("\n") +
      (more > 0 ? `\n  … and ${more} more` : "") +
      `\nGive the same options as before, or choose another folder.`,
  );
}

/**
 * Holds the data files against those that a run was begun with; they may have moved.
 * @throws RunFolderError that names the first file that has changed
 */
export function checkSameFiles(files: RecipeFacts["files"], record: RecipeRecord, folder: RunFolder): void {
  const changed = files.find(({ sha256 }, i) => sha256 !== record.files[i]?.sha256);
  if (!changed && files.length === record.files.length) return;
  const what = changed
    ? `${changed.path} has changed since`
    : `the data is now in ${files.length} files, then in ${record.files.length}`;
  throw new RunFolderError(
    `${folder.path} holds a run on other data: ${what}. Put the data back as it was, or begin anew in another folder.`,
  );
}

interface Difference {
  readonly path: string;
  readonly now: unknown;
  readonly before: unknown;
}

function differences(now: unknown, before: unknown, path: string): Difference[] {
  if (now === before) return [];
  if (!isTree(now) || !isTree(before)) return [{ path, now, before }];
  return [...new Set([...Object.keys(now), ...Object.keys(before)])].flatMap((key) =>
    differences(now[key], before[key], `${path}.${key}`),
  );
}

const isTree = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === "object";

const show = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));

/** JSON with functions as name and hash: enough to tell on resume whether they changed. */
export const asJson = (value: unknown): string =>
  JSON.stringify(
    value,
    (_key, part: unknown) =>
      typeof part === "function"
        ? `function ${part.name || "(anonymous)"}, sha256 ${createHash("sha256").update(String(part)).digest("hex").slice(0, 16)}`
        : part,
    2,
  );
