import { stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { DataError, OptionError } from "../tensor/index.js";

/**
 * The absolute path that a path of a recipe means. `npm:package/path/in/it` is a file inside an npm package that is
 * installed where the recipe is, or where Limbeck is.
 * @param baseDir the recipe's folder, where relative paths start
 * @param where the place in the recipe, for messages
 * @throws DataError if the package or the file in it is missing; the message names the `npm install`
 */
export async function locateFile(reference: string, baseDir: string, where: string): Promise<string> {
  if (!reference.startsWith("npm:")) return resolve(baseDir, reference);
  const { name, path } = splitReference(reference, where);
  for (const start of [resolve(baseDir), dirname(fileURLToPath(import.meta.url))]) {
    for (const folder of ancestors(start)) {
      const root = join(folder, "node_modules", name);
      if (!(await exists(join(root, "package.json")))) continue;
      const file = resolve(root, path);
      if (!file.startsWith(root + sep))
        throw new OptionError(`${where}: ${reference} leaves the package. Remove "..".`);
      if (await exists(file)) return file;
      throw new DataError(
        `${where}: the npm package ${name} in ${root} holds no ${path}. Is its version the right one?`,
      );
    }
  }
  throw new DataError(
    `${where}: ${reference} needs the npm package ${name}, which is not installed. ` +
      `Run: npm install --save-dev ${name}`,
  );
}

function splitReference(reference: string, where: string): { name: string; path: string } {
  const match = /^npm:((?:@[\w.-]+\/)?[\w-][\w.-]*)\/(.+)$/.exec(reference);
  if (!match) {
    throw new OptionError(`${where}: ${reference} names no file in an npm package. Write npm:package/path/to/file.`);
  }
  return { name: match[1]!, path: match[2]! };
}

/** The folder, its parent, and so on up to the root. */
function* ancestors(folder: string): Generator<string> {
  for (let at = folder; ; at = dirname(at)) {
    yield at;
    if (dirname(at) === at) return;
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
