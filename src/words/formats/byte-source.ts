import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { fileError } from "../../data/index.js";
import { FormatError } from "../../tensor/index.js";

/** Bytes of a file in their order. */
export interface ByteSource {
  /** The most bytes that there can be: what a file claims to hold beyond that is a lie. */
  readonly mostBytes: number;
  /** How much of the file was read, from 0 to 1. */
  readonly progress: () => number;
  /**
   * Fetches the next bytes.
   * @returns how many; 0 at the end
   */
  read(into: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** The system reads at most 2 GB at once. */
const mostAtOnce = 1 << 26;
/** No deflate stream grows by more than this (zlib's technical details, "maximum compression factor"). */
const mostGrowth = 1032;

/**
 * Opens a file; what gzip has packed is unpacked on the way.
 * @throws FileError if it cannot be read
 */
export async function openSource(path: string): Promise<ByteSource> {
  const file = await attempt(path, open(path));
  const { size, isPacked } = await attempt(path, factsOf(file)).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  if (isPacked) {
    await file.close();
    return unpacking(path, size);
  }
  let position = 0;
  return {
    mostBytes: size,
    progress: () => position / size,
    async read(into) {
      const { bytesRead } = await attempt(path, file.read(into, 0, Math.min(into.length, mostAtOnce), position));
      position += bytesRead;
      return bytesRead;
    },
    close: () => file.close(),
  };
}

async function factsOf(file: FileHandle): Promise<{ size: number; isPacked: boolean }> {
  const { size } = await file.stat();
  const start = new Uint8Array(2);
  const { bytesRead } = await file.read(start, 0, 2, 0);
  return { size, isPacked: bytesRead === 2 && start[0] === 0x1f && start[1] === 0x8b };
}

function unpacking(path: string, size: number): ByteSource {
  const packed = createReadStream(path);
  const unpacked = packed.pipe(createGunzip());
  packed.on("error", (error) => unpacked.destroy(error));
  const pieces = unpacked[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Uint8Array = new Uint8Array();
  return {
    mostBytes: size * mostGrowth,
    progress: () => packed.bytesRead / size,
    async read(into) {
      if (rest.length === 0) {
        const next = await attempt(path, pieces.next());
        if (!next.done) rest = next.value;
      }
      const taken = Math.min(rest.length, into.length);
      into.set(rest.subarray(0, taken));
      rest = rest.subarray(taken);
      return taken;
    },
    close() {
      unpacked.destroy();
      packed.destroy();
      return Promise.resolve();
    },
  };
}

/** Waits for an operation; its failure becomes an error in words. */
async function attempt<Value>(path: string, operation: Promise<Value>): Promise<Value> {
  try {
    return await operation;
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code?.startsWith("Z_")) throw fileError(error, path, "read");
    const { message } = error as Error;
    throw new FormatError(
      `${path}: its gzip data is broken (${message}). It is truncated or damaged: fetch it again.`,
      {
        cause: error,
      },
    );
  }
}
