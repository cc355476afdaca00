import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { DataError } from "../tensor/index.js";
import type { DataFile } from "./dataset.js";
import { fileError } from "./write-atomic.js";

/** A file's bytes in memory, with the entry that goes into the recipe. */
export interface LoadedFile {
  readonly bytes: Uint8Array;
  readonly file: DataFile;
}

/** @throws DataError if the file cannot be read */
export async function readDataFile(path: string, where: string): Promise<LoadedFile> {
  const buffer = await readFile(path).catch((error: unknown) => {
    throw unreadable(path, where, error);
  });
  const bytes = plainBytes(buffer);
  return { bytes, file: { path, sha256: sha256(bytes) } };
}

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The same bytes without what Node's Buffer does differently (its `slice` shares memory). */
export const plainBytes = ({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** The error for a file or folder that the system refuses to read. */
export function unreadable(path: string, where: string, cause: unknown): DataError {
  const { message } = fileError(cause, path, "read");
  const start = where.startsWith("--") ? "" : " Relative paths start at the recipe's folder.";
  return new DataError(`${where}: ${message}${start}`, { cause });
}
