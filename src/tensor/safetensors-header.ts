import { bytesPerElement, type DType } from "./dtype.js";
import { FormatError } from "./errors.js";
import { sizeOf } from "./shape.js";

/** What one array of a safetensors file is, and where its numbers lie, in bytes behind the header. */
export interface SafetensorsEntry {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** The header of a safetensors file. */
export interface SafetensorsHeader {
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
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
 * Writes the start of a safetensors file: 8 bytes with the header's length, the header as JSON, padded with blanks so
 * that the numbers behind it can be viewed in place.
 * @param arrays in the order in which their numbers follow
 */
export function encodeSafetensorsHeader(
  arrays: Iterable<readonly [name: string, { readonly dtype: DType; readonly shape: readonly number[] }]>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let end = 0;
  for (const [name, { dtype, shape }] of arrays) {
    header[name] = { dtype: codes[dtype], shape, data_offsets: [end, (end += sizeOf(shape) * bytesPerElement(dtype))] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(Math.ceil((8 + json.length) / 64) * 64).fill(0x20, 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(bytes.length - 8), true);
  bytes.set(json, 8);
  return bytes;
}

/**
 * Reads the header of a safetensors file. Every length and offset is checked.
 * @param json       the header without its length
 * @param dataLength how many bytes follow it
 * @param name       what to call the file in messages
 * @throws FormatError if it is damaged
 */
export function decodeSafetensorsHeader(json: Uint8Array, dataLength: number, name: string): SafetensorsHeader {
  const fail = (why: string): FormatError => new FormatError(`${name}: is no sound safetensors file: ${why}.`);
  const { __metadata__: metadata = {}, ...arrays } = parseJson(json, fail);
  const entries = new Map<string, SafetensorsEntry>();
  for (const [key, entry] of Object.entries(arrays)) entries.set(key, checkedEntry(key, entry, dataLength, fail));
  const texts = Object.entries(metadata as object).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return { entries, metadata: Object.fromEntries(texts) };
}

function parseJson(bytes: Uint8Array, fail: (why: string) => FormatError): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof header === "object" && header !== null && !Array.isArray(header))
      return header as Record<string, unknown>;
  } catch {
    throw fail("its header is no JSON");
  }
  throw fail("its header is no JSON object");
}

function checkedEntry(
  key: string,
  entry: unknown,
  dataLength: number,
  fail: (why: string) => FormatError,
): SafetensorsEntry {
  const { dtype: code, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const dtype = dtypes.get(String(code));
  if (!dtype) throw fail(`${key} has the dtype ${JSON.stringify(code)}, which is not known`);
  const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
  if (!Array.isArray(shape) || !shape.every(isCount)) throw fail(`${key} has no shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) throw fail(`${key} has no offsets`);
  const [from, to] = offsets as [number, number];
  const needed = sizeOf(shape) * bytesPerElement(dtype);
  if (to - from !== needed || to > dataLength) {
    throw fail(`${key} of shape [${shape.join(", ")}] needs ${needed} bytes, its offsets are ${from} to ${to}`);
  }
  return { dtype, shape, from, to };
}
