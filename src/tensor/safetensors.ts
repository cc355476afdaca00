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

/**
 * Writes named arrays as a safetensors file: 8 bytes with the header's length, the header as JSON, then the numbers,
 * little-endian. Equal arrays in equal order give equal bytes.
 */
export function encodeSafetensors({ arrays, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let end = 0;
  for (const [name, { dtype, shape, data }] of arrays) {
    header[name] = { dtype: codes[dtype], shape, data_offsets: [end, (end += data.byteLength)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((8 + json.length) / 64) * 64; // aligned, so that numbers can be viewed in place
  const bytes = new Uint8Array(start + end).fill(0x20, 8, start); // the header is padded with blanks
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  let at = start;
  for (const { data } of arrays.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file. Every length and offset is checked before it is used.
 * @param name what to call the file in messages
 * @throws FormatError if it is truncated, damaged or no safetensors file
 */
export function decodeSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const fail = (why: string): FormatError => new FormatError(`${name}: is no sound safetensors file: ${why}.`);
  if (bytes.length < 10) throw fail(`it has only ${bytes.length} bytes`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const start = 8 + length;
  if (length < 2 || start > bytes.length) throw fail(`its header claims ${length} bytes, the file has ${bytes.length}`);
  const header = parseHeader(bytes.subarray(8, start), fail);
  const { __metadata__: metadata = {}, ...entries } = header;
  const arrays = new Map<string, NDArray>();
  for (const [key, entry] of Object.entries(entries)) arrays.set(key, readArray(bytes, start, key, entry, fail));
  const texts = Object.entries(metadata as object).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return { arrays, metadata: Object.fromEntries(texts) };
}

function parseHeader(bytes: Uint8Array, fail: (why: string) => FormatError): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof header === "object" && header !== null && !Array.isArray(header))
      return header as Record<string, unknown>;
  } catch {
    throw fail("its header is no JSON");
  }
  throw fail("its header is no JSON object");
}

function readArray(
  bytes: Uint8Array,
  start: number,
  key: string,
  entry: unknown,
  fail: (why: string) => FormatError,
): NDArray {
  const { dtype: code, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const dtype = dtypes.get(String(code));
  if (!dtype) throw fail(`${key} has the dtype ${JSON.stringify(code)}, which is not known`);
  const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
  if (!Array.isArray(shape) || !shape.every(isCount)) throw fail(`${key} has no shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) throw fail(`${key} has no offsets`);
  const [from, to] = offsets as [number, number];
  const needed = sizeOf(shape) * bytesPerElement(dtype);
  if (to - from !== needed || start + to > bytes.length) {
    throw fail(`${key} of shape [${shape.join(", ")}] needs ${needed} bytes, its offsets are ${from} to ${to}`);
  }
  const copy = Uint8Array.from(bytes.subarray(start + from, start + to)); // aligned; slice of a Node Buffer would not copy
  return { dtype, shape, data: new arrayClass[dtype](copy.buffer) };
}
