import { readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import { FileError, RecipeError, suggestion } from "../../tensor/index.js";
import { builtInNames, builtInPath } from "./built-in.js";
import { importRecipe } from "./import-recipe.js";
import { parseJson, parseYaml } from "./parse-text.js";
import { resolveRecipe } from "./resolve-recipe.js";
import type { ResolvedRecipe } from "./resolved-recipe.js";
import { setOptions } from "./set-option.js";

export interface LoadRecipeOptions {
  /** Each `path=value`, set before the recipe is validated; see setOptions. */
  readonly set?: readonly string[] | undefined;
  /** Where a relative path of the recipe file starts. Default: the current folder. */
  readonly cwd?: string | undefined;
}

/** How the text or module of a recipe file becomes a value, by the file's ending. */
const loaders: Record<string, (path: string) => Promise<unknown>> = {
  ".ts": importRecipe,
  ".mts": importRecipe,
  ".js": importRecipe,
  ".mjs": importRecipe,
  ".json": async (path) => parseJson(await readText(path), path),
  ".yaml": async (path) => parseYaml(await readText(path), path),
  ".yml": async (path) => parseYaml(await readText(path), path),
};

/**
 * Reads a recipe, sets options, validates it, and fills in every default.
 * @param nameOrPath a TypeScript, JavaScript, JSON or YAML file, or the name of a built-in such as "mnist"
 * @throws RecipeError if there is no such recipe, it does not parse, or an option of it is wrong
 */
export async function loadRecipe(
  nameOrPath: string,
  { set = [], cwd = process.cwd() }: LoadRecipeOptions = {},
): Promise<ResolvedRecipe> {
  const { path, folder, source } = await findRecipe(nameOrPath, cwd);
  const load = loaders[extname(path)]!;
  return resolveRecipe(setOptions(await load(path), set), { source, folder });
}

/** A name without folder or ending is a built-in, whose relative paths start at the current folder. */
async function findRecipe(nameOrPath: string, cwd: string): Promise<{ path: string; folder: string; source: string }> {
  const names = await builtInNames();
  if (names.includes(nameOrPath)) return { path: builtInPath(nameOrPath), folder: cwd, source: nameOrPath };
  const path = resolve(cwd, nameOrPath);
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => undefined,
  );
  if (isFile === undefined && basename(nameOrPath) === nameOrPath && extname(nameOrPath) === "") {
    throw new RecipeError(
      `There is no built-in recipe "${nameOrPath}", nor a file of that name.${suggestion(nameOrPath, names)} ` +
        `A recipe of your own is a .ts, .json or .yaml file.`,
    );
  }
  if (isFile === undefined) {
    throw new RecipeError(`There is no recipe file ${path}. Built-in recipes: ${names.join(", ")}.`);
  }
  if (!isFile || !Object.hasOwn(loaders, extname(path))) {
    throw new RecipeError(
      `${path} is no recipe: expected a file that ends in ${Object.keys(loaders).join(", ")}, or a built-in's name ` +
        `(${names.join(", ")}).`,
    );
  }
  return { path, folder: dirname(path), source: nameOrPath };
}

const readText = (path: string): Promise<string> =>
  readFile(path, "utf8").catch((cause: unknown) => {
    throw new FileError(`${path}: cannot be read: ${(cause as Error).message}`, { cause });
  });
