import { FormatError, formatShape } from "../tensor/index.js";
import { gunzipExactly, gunzipStart, isGzip } from "./gunzip.js";

/** What an IDX file holds: whole numbers as they are, floating ones in float32. */
export interface IdxFile {
  readonly shape: readonly number[];
  readonly data: Uint8Array | Float32Array | Int32Array;
}

/** Element types by the third byte of an IDX file: bytes each takes, and how one is read (numbers are big-endian). */
const elements: Record<number, { size: number; make: (length: number) => Float32Array | Int32Array; get: Getter }> = {
  0x09: { size: 1, make: (n) => new Int32Array(n), get: (view, at) => view.getInt8(at) },
  0x0b: { size: 2, make: (n) => new Int32Array(n), get: (view, at) => view.getInt16(at) },
  0x0c: { size: 4, make: (n) => new Int32Array(n), get: (view, at) => view.getInt32(at) },
  0x0d: { size: 4, make: (n) => new Float32Array(n), get: (view, at) => view.getFloat32(at) },
  0x0e: { size: 8, make: (n) => new Float32Array(n), get: (view, at) => view.getFloat64(at) },
};
type Getter = (view: DataView, at: number) => number;

const unsignedByte = 0x08;
const maximumAxes = 4;

/**
 * Reads an IDX file, the format of MNIST, plain or gzipped (told from the content): two zero bytes, the element type,
 * the number of axes, the size of each axis (32 bits, big-endian), then the elements.
 * Source: "THE IDX FILE FORMAT" on the MNIST page of LeCun, Cortes, Burges.
 * @param name the file's name, for messages
 * @throws FormatError if it is no IDX file, is shorter or longer than its header says, or holds NaN or infinity
 */
export function parseIdx(bytes: Uint8Array, name: string): IdxFile {
  const packed = isGzip(bytes);
  const header = parseHeader(packed ? gunzipStart(bytes, 4 + 4 * maximumAxes, name) : bytes, name);
  const plain = packed ? gunzipExactly(bytes, header.fileSize, name) : bytes;
  if (plain.length !== header.fileSize) {
    throw new FormatError(
      `${name}: its header promises ${formatShape(header.shape)}, ${header.fileSize} bytes in all, ` +
        `but the file has ${plain.length}. It is truncated or damaged: fetch it again.`,
    );
  }
  const body = plain.subarray(header.size);
  const element = elements[header.type];
  if (!element) return { shape: header.shape, data: body };

  const data = element.make(body.length / element.size);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  for (let i = 0; i < data.length; i++) {
    const value = (data[i] = element.get(view, i * element.size));
    if (!Number.isFinite(data[i])) {
      throw new FormatError(`${name}: element ${i} is ${value}, not a finite number in float32.`);
    }
  }
  return { shape: header.shape, data };
}

interface Header {
  readonly type: number;
  readonly shape: readonly number[];
  /** Bytes of the header. */
  readonly size: number;
  /** Bytes that the whole file must have. */
  readonly fileSize: number;
}

function parseHeader(bytes: Uint8Array, name: string): Header {
  const [zero, zeroToo, type = 0, axes = 0] = bytes;
  const known = type === unsignedByte || type in elements;
  if (bytes.length < 4 || zero !== 0 || zeroToo !== 0 || !known || axes < 1 || axes > maximumAxes) {
    const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw new FormatError(
      `${name}: this is no IDX file: it starts with ${start || "nothing"}, expected 00 00, ` +
        `an element type of 08 to 0e, and 1 to ${maximumAxes} axes.`,
    );
  }
  const size = 4 + 4 * axes;
  if (bytes.length < size) throw new FormatError(`${name}: the file ends within its header. Fetch it again.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  if (shape.includes(0)) throw new FormatError(`${name}: it is empty: its header says ${formatShape(shape)}.`);
  const elementSize = elements[type]?.size ?? 1;
  const fileSize = size + shape.reduce((product, dim) => product * dim, elementSize);
  return { type, shape, size, fileSize };
}
