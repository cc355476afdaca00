import type { NDArray } from "./array.js";
import { arrayClass } from "./dtype.js";
import { FormatError } from "./errors.js";
import { decodeSafetensorsHeader, encodeSafetensorsHeader } from "./safetensors-header.js";

/** Named arrays and text, as a safetensors file holds them. */
export interface Safetensors {
  readonly arrays: ReadonlyMap<string, NDArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Writes named arrays as a safetensors file: the header, then the numbers, little-endian. Equal arrays in equal order give
 * equal bytes.
 */
export function encodeSafetensors({ arrays, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  const header = encodeSafetensorsHeader(arrays, metadata);
  const length = [...arrays.values()].reduce((sum, { data }) => sum + data.byteLength, header.length);
  const bytes = new Uint8Array(length);
  bytes.set(header);
  let at = header.length;
  for (const { data } of arrays.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file.
 * @param name what to call the file in messages
 * @throws FormatError if it is truncated, damaged or no safetensors file
 */
export function decodeSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const fail = (why: string): FormatError => new FormatError(`${name}: is no sound safetensors file: ${why}.`);
  if (bytes.length < 10) throw fail(`it has only ${bytes.length} bytes`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const start = 8 + length;
  if (length < 2 || start > bytes.length) throw fail(`its header claims ${length} bytes, the file has ${bytes.length}`);
  const { entries, metadata } = decodeSafetensorsHeader(bytes.subarray(8, start), bytes.length - start, name);
  const arrays = new Map<string, NDArray>();
  for (const [key, { dtype, shape, from, to }] of entries) {
    const copy = Uint8Array.from(bytes.subarray(start + from, start + to)); // aligned; slice of a Node Buffer would not copy
    arrays.set(key, { dtype, shape, data: new arrayClass[dtype](copy.buffer) });
  }
  return { arrays, metadata };
}
