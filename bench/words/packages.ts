import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of an installed npm package: in the repository, or in a folder that NODE_PATH names. */
export function packageFolder(name: string): string | undefined {
  const own = fileURLToPath(new URL("../../node_modules", import.meta.url));
  const folders = [own, ...(process.env["NODE_PATH"]?.split(delimiter) ?? [])];
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(folder));
}
