import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's folder of recipes: as far up from the sources as from dist/. */
const folder = fileURLToPath(new URL("../../../recipes/", import.meta.url));

/** Names of the built-in recipes, in alphabetical order. */
export const builtInNames = async (): Promise<string[]> =>
  (await readdir(folder))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -".ts".length))
    .sort();

export const builtInPath = (name: string): string => join(folder, `${name}.ts`);
