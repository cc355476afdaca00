import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { DataError } from "../tensor/index.js";
import type { DataFile } from "./dataset.js";

/** A file's bytes in memory, with the entry that goes into the recipe. */
export interface LoadedFile {
  readonly bytes: Uint8Array;
  readonly file: DataFile;
}

/** @throws DataError if the file cannot be read */
export async function readDataFile(path: string, where: string): Promise<LoadedFile> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(path, where, error);
  });
  return { bytes, file: { path, sha256: sha256(bytes) } };
}

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The error for a file or folder that the system refuses to read. */
export function unreadable(path: string, where: string, cause: unknown): DataError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const reason =
    code === "ENOENT"
      ? "there is no such file. Relative paths start at the recipe's folder."
      : code === "EISDIR"
        ? "it is a folder; name a file."
        : code === "ENOTDIR"
          ? "it is no folder, or a part of its path is none."
          : cause instanceof Error
            ? cause.message
            : String(cause);
  return new DataError(`${where}: cannot read ${path}: ${reason}`, { cause });
}
