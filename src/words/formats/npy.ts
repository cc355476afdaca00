import { viewOf, type ByteReader } from "./byte-reader.js";
import { bytesOf, type NumPyArray } from "./numpy-array.js";

const magic = "\x93NUMPY";
const longestHeader = 1 << 16;

/**
 * Reads one of NumPy's `.npy` files: magic bytes, a version, a header that is a dictionary of Python's, the numbers.
 * Source: the documentation of numpy.lib.format.
 * @throws FormatError if it is damaged, or its numbers are not row-major or no plain numbers
 */
export async function readNpy(reader: ByteReader): Promise<NumPyArray> {
  const start = Buffer.from(await reader.take(8, "its header"));
  if (start.toString("latin1", 0, 6) !== magic) throw reader.fail("is no file of NumPy's (.npy).");
  const width = start[6] === 1 ? 2 : 4;
  const view = viewOf(await reader.take(width, "its header"));
  const length = width === 2 ? view.getUint16(0, true) : view.getUint32(0, true);
  if (length > longestHeader) throw reader.fail(`has a header of ${length} bytes. It is damaged: fetch it again.`);
  const header = Buffer.from(await reader.take(length, "its header")).toString("latin1");
  const dtype = /'descr': '([<>|=]?[a-z]\d+)'/.exec(header)?.[1];
  const isRowMajor = /'fortran_order': False/.test(header);
  const sizes = /'shape': \(([\d, ]*)\)/.exec(header)?.[1];
  if (dtype === undefined || sizes === undefined || !isRowMajor)
    throw reader.fail(`holds no row-major array of plain numbers: ${header.trim().slice(0, 100)}.`);
  const shape = sizes
    .split(",")
    .filter((size) => size.trim() !== "")
    .map(Number);
  const count = shape.reduce((product, size) => product * size, bytesOf(dtype));
  reader.expectLeft(count, `an array of [${shape.join(", ")}] numbers`);
  return { dtype, shape, bytes: await reader.take(count, "its numbers") };
}
