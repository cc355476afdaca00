import { readFile } from "node:fs/promises";
import { extname } from "node:path";

/** The folder of the modules that are running: src/ or dist/. */
const root = new URL("../../", import.meta.url);

/**
 * What `import "limbeck"` and `import "limbeck/graph"` mean in a recipe: the modules that are running, by specifier.
 * The subpaths are those that the package exports.
 */
export async function limbeckModules(): Promise<Record<string, Record<string, unknown>>> {
  const { exports } = JSON.parse(await readFile(new URL("../package.json", root), "utf8")) as { exports: object };
  const subpaths = Object.keys(exports).filter((subpath) => extname(subpath) === "" || subpath === ".");
  return Object.fromEntries(
    await Promise.all(
      subpaths.map(async (subpath) => {
        const file = `${subpath}/index${extname(import.meta.url)}`;
        return [`limbeck${subpath.slice(1)}`, await import(new URL(file, root).href)] as const;
      }),
    ),
  );
}
