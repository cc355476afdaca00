import { createJiti } from "jiti";
import { LimbeckError, RecipeError } from "../../tensor/index.js";
import { limbeckModules } from "./limbeck-modules.js";

/**
 * The default export of a TypeScript or JavaScript recipe. Wherever the file lies, `limbeck` and its subpaths are the
 * modules that are running, so a recipe needs no installation beside it.
 * @throws RecipeError if it does not compile, throws, or has no default export
 */
export async function importRecipe(path: string): Promise<unknown> {
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false, // else a module without a default export passes for its own
    virtualModules: await limbeckModules(),
  });
  let module: { default?: unknown };
  try {
    module = await jiti.import<{ default?: unknown }>(path);
  } catch (cause) {
    if (cause instanceof LimbeckError) throw cause;
    throw new RecipeError(`${path}: the recipe does not load: ${(cause as Error).message}`, { cause });
  }
  if (module.default === undefined) {
    throw new RecipeError(`${path}: has no default export. Write: export default defineRecipe({ ... }).`);
  }
  return module.default;
}
