import { constants, gunzipSync } from "node:zlib";
import { FormatError } from "../tensor/index.js";
import { plainBytes } from "./data-file.js";

/** No deflate stream grows by more than this (zlib's technical details, "maximum compression factor"). */
const maximumRatio = 1032;

/** True if the bytes start as gzip does. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * The first bytes that a gzip file holds, without unpacking the rest.
 * @returns `length` bytes, or fewer if the file holds fewer
 */
export function gunzipStart(bytes: Uint8Array, length: number, name: string): Uint8Array {
  // A kilobyte mostly does; the header of a gzip file may hold a long name and comment before the data.
  for (const packed of [1 << 10, 1 << 18]) {
    const start = bytes.subarray(0, packed);
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: packed * maximumRatio };
    const unpacked = unzip(start, options, name);
    if (unpacked.length >= length || packed >= bytes.length) return unpacked.subarray(0, length);
  }
  throw new FormatError(`${name}: its gzip header does not end within 256 kB. It is damaged: fetch the file again.`);
}

/**
 * Unpacks a gzip file whose size is known beforehand, so that a small file cannot fill the memory.
 * @param length the number of bytes that it must hold
 * @throws FormatError if it holds fewer or more, or is damaged
 */
export function gunzipExactly(bytes: Uint8Array, length: number, name: string): Uint8Array {
  if (length > bytes.length * maximumRatio) {
    throw new FormatError(
      `${name}: its header promises ${length} bytes, which ${bytes.length} compressed bytes cannot hold. ` +
        `It is truncated or lies: fetch the file again.`,
    );
  }
  const unpacked = unzip(bytes, { maxOutputLength: length + 1 }, name);
  if (unpacked.length !== length) {
    throw new FormatError(
      `${name}: its header promises ${length} bytes, it holds ${unpacked.length > length ? "more" : unpacked.length}. ` +
        `It is damaged: fetch the file again.`,
    );
  }
  return unpacked;
}

function unzip(
  bytes: Uint8Array,
  options: { maxOutputLength: number; finishFlush?: number },
  name: string,
): Uint8Array {
  try {
    return plainBytes(gunzipSync(bytes, options));
  } catch (cause) {
    const reason =
      cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE"
        ? "it holds more bytes than its header promises"
        : `its gzip data is broken (${cause instanceof Error ? cause.message : String(cause)})`;
    throw new FormatError(`${name}: ${reason}. It is truncated or damaged: fetch the file again.`, { cause });
  }
}
