import type { ByteReader } from "./byte-reader.js";
import { halfFloats } from "./half-floats.js";

/** An array of NumPy's, with its numbers as they lie in a file. */
export interface NumPyArray {
  /** As NumPy writes it: "<f4". */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly bytes: Uint8Array;
}

const readersOf: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  "<f8": (view, at) => view.getFloat64(at, true),
  "<i8": (view, at) => Number(view.getBigInt64(at, true)),
  "<u8": (view, at) => Number(view.getBigUint64(at, true)),
  "<i4": (view, at) => view.getInt32(at, true),
  "<u4": (view, at) => view.getUint32(at, true),
};

/** Bytes of a number, by the dtype's name. */
export const bytesOf = (dtype: string): number => Number(/\d+$/.exec(dtype)?.[0] ?? 0);

/**
 * The numbers of an array as float32; float32 is not copied.
 * @throws FormatError if they are of another kind
 */
export function asFloat32({ dtype, bytes }: NumPyArray, reader: ByteReader): Float32Array {
  if (dtype === "<f4") {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
  }
  if (dtype === "<f2") return halfFloats(bytes);
  return Float32Array.from(asFloat64({ dtype, bytes, shape: [] }, reader));
}

/** @throws FormatError if the numbers are of a kind that is not read */
export function asFloat64({ dtype, bytes }: NumPyArray, reader: ByteReader): Float64Array {
  const read = readersOf[dtype];
  if (!read)
    throw reader.fail(`holds numbers of the kind ${JSON.stringify(dtype)}, which are not read. Save as float32.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytesOf(dtype);
  return Float64Array.from({ length: bytes.length / size }, (_, i) => read(view, i * size));
}
