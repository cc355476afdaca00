import { readFile } from "node:fs/promises";
import { fileError } from "./write-atomic.js";

/**
 * The bytes of a file; undefined if there is none.
 * @throws FileError if it cannot be read for another reason
 */
export const readIfThere = (path: string): Promise<Buffer | undefined> =>
  readFile(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fileError(error, path, "read");
  });
