import type { NDArray } from "./array.js";
import { arrayClass, bytesPerElement, type DType } from "./dtype.js";
import { FormatError } from "./errors.js";
import { sizeOf } from "./shape.js";

/** Named arrays and text, as a safetensors file holds them. */
export interface Safetensors {
  readonly arrays: ReadonlyMap<string, NDArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

const codes: Readonly<Record<DType, string>> = {
  float32: "F32",
  float64: "F64",
  float16: "F16",
  int8: "I8",
  uint8: "U8",
  int32: "I32",
  uint32: "U32",
  int64: "I64",
  bool: "BOOL",
};
const dtypes = new Map(Object.entries(codes).map(([dtype, code]) => [code, dtype as DType]));

/** Where an array lies in a safetensors file. */
export interface SafetensorsEntry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Its first byte, and the one behind its last, counted from the start of the numbers. */
  readonly from: number;
  readonly to: number;
}

/** What the header of a safetensors file says. */
export interface SafetensorsHeader {
  readonly entries: readonly SafetensorsEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The size of the length that a file begins with. */
export const safetensorsPrefix = 8;

/**
 * Writes named arrays as a safetensors file: 8 bytes with the header's length, the header as JSON, then the numbers,
 * little-endian. Equal arrays in equal order give equal bytes.
 */
export function encodeSafetensors(content: Safetensors): Uint8Array<ArrayBuffer> {
  const pieces = [...safetensorsPieces(content)];
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The bytes of a safetensors file, one piece after another: the header, then each array, not copied. */
export function* safetensorsPieces({ arrays, metadata }: Safetensors): Generator<Uint8Array> {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let end = 0;
  for (const [name, { dtype, shape, data }] of arrays) {
    header[name] = { dtype: codes[dtype], shape, data_offsets: [end, (end += data.byteLength)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((safetensorsPrefix + json.length) / 64) * 64; // aligned, so that numbers can be viewed in place
  const bytes = new Uint8Array(start).fill(0x20, safetensorsPrefix); // the header is padded with blanks
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - safetensorsPrefix), true);
  bytes.set(json, safetensorsPrefix);
  yield bytes;
  for (const { data } of arrays.values()) yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/**
 * Reads a safetensors file. Every length and offset is checked before it is used.
 * @param name what to call the file in messages
 * @throws FormatError if it is truncated, damaged or no safetensors file
 */
export function decodeSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const start = safetensorsPrefix + safetensorsHeaderLength(bytes, bytes.length, name);
  const { entries, metadata } = parseSafetensorsHeader(
    bytes.subarray(safetensorsPrefix, start),
    bytes.length - start,
    name,
  );
  const arrays = new Map<string, NDArray>();
  for (const { name, dtype, shape, from, to } of entries) {
    const copy = Uint8Array.from(bytes.subarray(start + from, start + to)); // aligned; slice of a Node Buffer would not copy
    arrays.set(name, { dtype, shape, data: new arrayClass[dtype](copy.buffer) });
  }
  return { arrays, metadata };
}

/**
 * The length of the header of a safetensors file.
 * @param start      the file's first bytes, at least 8 if it has so many
 * @param fileLength bytes of the whole file
 * @throws FormatError if the file cannot hold such a header
 */
export function safetensorsHeaderLength(start: Uint8Array, fileLength: number, name: string): number {
  if (fileLength < 10 || start.length < safetensorsPrefix) throw unsound(name, `it has only ${fileLength} bytes`);
  const length = Number(new DataView(start.buffer, start.byteOffset).getBigUint64(0, true));
  if (length < 2 || safetensorsPrefix + length > fileLength)
    throw unsound(name, `its header claims ${length} bytes, the file has ${fileLength}`);
  return length;
}

/**
 * What a header says, checked against the bytes that follow it.
 * @param json       the header
 * @param dataLength how many bytes follow it
 * @throws FormatError
 */
export function parseSafetensorsHeader(json: Uint8Array, dataLength: number, name: string): SafetensorsHeader {
  const { __metadata__: metadata = {}, ...entries } = parseJson(json, name);
  const texts = Object.entries(metadata as object).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return {
    entries: Object.entries(entries).map(([key, entry]) => checkedEntry(key, entry, dataLength, name)),
    metadata: Object.fromEntries(texts),
  };
}

const unsound = (name: string, why: string): FormatError =>
  new FormatError(`${name}: is no sound safetensors file: ${why}.`);

function parseJson(bytes: Uint8Array, name: string): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof header === "object" && header !== null && !Array.isArray(header))
      return header as Record<string, unknown>;
  } catch {
    throw unsound(name, "its header is no JSON");
  }
  throw unsound(name, "its header is no JSON object");
}

function checkedEntry(key: string, entry: unknown, dataLength: number, name: string): SafetensorsEntry {
  const { dtype: code, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const dtype = dtypes.get(String(code));
  if (!dtype) throw unsound(name, `${key} has the dtype ${JSON.stringify(code)}, which is not known`);
  const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
  if (!Array.isArray(shape) || !shape.every(isCount)) throw unsound(name, `${key} has no shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw unsound(name, `${key} has no offsets`);
  const [from, to] = offsets as [number, number];
  const needed = sizeOf(shape) * bytesPerElement(dtype);
  if (to - from !== needed || to > dataLength) {
    throw unsound(
      name,
      `${key} of shape [${shape.join(", ")}] needs ${needed} bytes, its offsets are ${from} to ${to}`,
    );
  }
  return { name: key, dtype, shape, from, to };
}
