import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { FileError, LimbeckError } from "../tensor/index.js";
import { nearbyPath } from "./nearby-path.js";

/** What a large file holds, made while it is written. */
type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

let written = 0;

/**
 * Writes a file so that a kill at any moment leaves either the old content or the new one: to a temporary name beside
 * it, flushed to the disk, then renamed. Folders above it are made.
 * @param content the whole, or its pieces, each written before the next one is asked for
 * @throws FileError if the folder cannot be written or the disk is full; the old file is then untouched
 */
export async function writeAtomic(path: string, content: string | Uint8Array | Pieces): Promise<void> {
  const temporary = `${path}.${process.pid}-${written++}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, "w");
    try {
      for await (const piece of piecesOf(content)) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error instanceof LimbeckError ? error : fileError(error, path, "written");
  }
}

const piecesOf = (content: string | Uint8Array | Pieces): Pieces | readonly (string | Uint8Array)[] =>
  typeof content === "string" || content instanceof Uint8Array ? [content] : content;

/** A failed file operation in words: which file, what stands in the way, how to mend it. */
export function fileError(error: unknown, path: string, doing: "written" | "read" | "made" | "removed"): FileError {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = (code !== undefined && reasons[code]) || `${message}.`;
  const near = code === "ENOENT" && doing === "read" ? nearbyPath(path) : undefined;
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  return new FileError(`${path} cannot be ${doing}: ${why}${hint}`, { cause: error });
}

const reasons: Record<string, string> = {
  ENOSPC: "the disk is full. Make room, then go on where it stopped.",
  EDQUOT: "your disk quota is used up. Make room, then go on where it stopped.",
  EACCES: "no permission. Choose a folder that you may write to, or change its permissions.",
  EPERM: "no permission. Choose a folder that you may write to, or change its permissions.",
  EROFS: "the file system is read-only. Choose a folder that you may write to.",
  ENOENT: "there is no such file or folder.",
  ENOTDIR: "a part of its path is a file, not a folder. Choose another path.",
  EEXIST: "a file lies where a folder should be. Choose another path.",
  EISDIR: "it is a folder, not a file.",
  EMFILE: "too many files are open. Close some, or raise the limit (ulimit -n).",
  ENAMETOOLONG: "its name is too long.",
};
