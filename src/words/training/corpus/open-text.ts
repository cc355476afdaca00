import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileError } from "../../../data/index.js";
import { DataError } from "../../../tensor/index.js";
import { readText } from "./read-text.js";
import type { TextPiece, TextSource } from "./text-source.js";

/** Text that is ready to be read, once. */
export interface OpenText {
  readonly pieces: AsyncIterable<TextPiece> | Iterable<TextPiece>;
  /** Bytes of all files, as they lie on the disk; undefined where that is not known. */
  readonly totalBytes?: number;
  /** How many of them have been read. */
  readonly bytesRead: () => number;
}

/**
 * Opens text. Files are read piece by piece, those of a folder in the order of their paths, hidden ones left out.
 * @throws FileError if a file or folder cannot be read
 * @throws DataError if a folder holds no file
 * @throws FormatError while reading, if a file is no text or its gzip data is broken
 */
export async function openText(source: TextSource): Promise<OpenText> {
  const paths = typeof source === "string" ? [source] : "paths" in source ? source.paths : undefined;
  if (!paths) return { pieces: source as Exclude<TextSource, string | { paths: unknown }>, bytesRead: () => 0 };
  let read = 0;
  const files = (await Promise.all(paths.map(filesAt))).flat();
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  return {
    pieces: readAll(files, (bytes) => void (read += bytes)),
    ...(Number.isNaN(totalBytes) ? {} : { totalBytes }),
    bytesRead: () => read,
  };
}

interface TextFile {
  readonly path: string;
  /** Bytes; NaN where that is not known. */
  readonly size: number;
}

async function* readAll(files: readonly TextFile[], count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for (const { path } of files) {
    yield* readText(path, count);
    yield Uint8Array.of(0x0a); // a sentence ends with its file
  }
}

async function filesAt(path: string): Promise<TextFile[]> {
  if (path === "-") return [{ path, size: NaN }];
  const found = await inWords(path, stat(path));
  if (!found.isDirectory()) return [{ path, size: found.size }];
  const entries = await inWords(path, readdir(path, { recursive: true, withFileTypes: true }));
  const paths = entries
    .filter((entry) => !entry.isDirectory() && !isHidden(path, entry))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const files: TextFile[] = [];
  for (const file of paths) {
    const { size, isFile } = await inWords(file, factsOf(file));
    if (isFile) files.push({ path: file, size });
  }
  if (files.length === 0)
    throw new DataError(`${path}: the folder holds no file. Give a file with text, or a folder with such files.`);
  return files;
}

const isHidden = (folder: string, { parentPath, name }: Dirent): boolean =>
  relative(folder, join(parentPath, name))
    .split(sep)
    .some((part) => part.startsWith("."));

async function factsOf(path: string): Promise<{ size: number; isFile: boolean }> {
  const found = await stat(path);
  return { size: found.size, isFile: found.isFile() };
}

/** What the file system says, its refusal in words. */
const inWords = <Result>(path: string, asked: Promise<Result>): Promise<Result> =>
  asked.catch((error: unknown) => {
    throw fileError(error, path, "read");
  });
