import { open, type FileHandle } from "node:fs/promises";
import {
  arrayClass,
  decodeSafetensorsHeader,
  encodeSafetensorsHeader,
  FormatError,
  type NDArray,
  type Safetensors,
  type SafetensorsHeader,
} from "../tensor/index.js";
import { fileError, writeAtomic } from "./write-atomic.js";

/** Node reads and writes less than 2 GiB at once. */
const largestPart = 1 << 30;

/** Writes named arrays to a safetensors file of any size: the old file stays until the new one is complete. */
export const writeSafetensorsFile = (path: string, content: Safetensors): Promise<void> =>
  writeAtomic(path, pieces(content));

/**
 * Reads a safetensors file of any size.
 * @throws FormatError if it is truncated, damaged or no safetensors file
 * @throws FileError if it cannot be read
 */
export function readSafetensorsFile(path: string): Promise<Safetensors> {
  return withHeader(path, async (file, { entries, metadata }, start) => {
    const arrays = new Map<string, NDArray>();
    for (const [name, { dtype, shape, from, to }] of entries) {
      const bytes = await read(file, path, start + from, new Uint8Array(to - from));
      arrays.set(name, { dtype, shape, data: new arrayClass[dtype](bytes.buffer) });
    }
    return { arrays, metadata };
  });
}

/**
 * Reads what a safetensors file says it holds.
 * @throws FormatError, FileError as `readSafetensorsFile`
 */
export const readSafetensorsFileHeader = (path: string): Promise<SafetensorsHeader> =>
  withHeader(path, (_, header) => Promise.resolve(header));

/** @param use is given the header and where the numbers begin */
async function withHeader<Result>(
  path: string,
  use: (file: FileHandle, header: SafetensorsHeader, start: number) => Promise<Result>,
): Promise<Result> {
  const file = await open(path).catch(failed(path));
  try {
    const { size } = await file.stat();
    const prefix = await read(file, path, 0, new Uint8Array(Math.min(size, 8)));
    const length = size < 8 ? Infinity : Number(new DataView(prefix.buffer).getBigUint64(0, true));
    const start = 8 + length;
    if (start > size)
      throw new FormatError(`${path}: is no sound safetensors file: it ends within its header, at ${size} bytes.`);
    const json = await read(file, path, 8, new Uint8Array(length));
    return await use(file, decodeSafetensorsHeader(json, size - start, path), start);
  } finally {
    await file.close();
  }
}

/** Fills an array from a place in the file on, which is known to be that long. */
async function read(file: FileHandle, path: string, position: number, into: Uint8Array<ArrayBuffer>) {
  for (let done = 0; done < into.length;) {
    const length = Math.min(largestPart, into.length - done);
    const { bytesRead } = await file.read(into, done, length, position + done).catch(failed(path));
    if (bytesRead === 0) throw fileError(new Error("it has become shorter"), path, "read");
    done += bytesRead;
  }
  return into;
}

function* pieces({ arrays, metadata }: Safetensors): Generator<Uint8Array> {
  yield encodeSafetensorsHeader(arrays, metadata);
  for (const { data } of arrays.values()) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    for (let at = 0; at < bytes.length; at += largestPart) yield bytes.subarray(at, at + largestPart);
  }
}

const failed =
  (path: string) =>
  (error: unknown): never => {
    throw fileError(error, path, "read");
  };
