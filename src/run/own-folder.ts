import { access, constants, mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileError } from "../data/write-atomic.js";
import { RunFolderError } from "../tensor/index.js";

/**
 * Makes a folder, if there is none, and sees that it can be written.
 * @throws FileError if it cannot be
 */
export async function makeFolder(path: string): Promise<{ readonly path: string }> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (error) {
    throw fileError(error, path, "made");
  }
  return { path };
}

/** Names in the folder; none if there is no folder yet. */
export async function contentOf(path: string): Promise<string[]> {
  try {
    return (await readdir(path)).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR") {
      const parent = await stat(path).then(
        () => "is",
        () => "lies below",
      );
      throw new RunFolderError(`${path} ${parent} a file, and a run needs a folder. Choose another path.`);
    }
    throw fileError(error, path, "read");
  }
}

/**
 * Removes what lies in a folder, what it is known by last: a kill in between leaves a folder that is still known.
 * @throws FileError if something cannot be removed
 */
export async function removeContent(path: string, content: readonly string[], last: string): Promise<void> {
  for (const entry of [...content.filter((entry) => entry !== last), last]) {
    try {
      await rm(join(path, entry), { recursive: true, force: true });
    } catch (error) {
      throw fileError(error, join(path, entry), "removed");
    }
  }
}

/** Names for a message, the first five of them. */
export const listed = (names: readonly string[]): string =>
  names.slice(0, 5).join(", ") + (names.length > 5 ? `, … (${names.length} in all)` : "");
