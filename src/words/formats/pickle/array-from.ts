import type { ByteReader } from "../byte-reader.js";
import { bytesOf, type NumPyArray } from "../numpy-array.js";
import { PickleObject, type PickleValue } from "./values.js";

/**
 * An array of NumPy's out of a pickle.
 * @throws FormatError if it is damaged, not row-major, or no plain numbers
 */
export function arrayFrom(value: PickleObject, reader: ByteReader): NumPyArray {
  const [shape, dtype, isOtherOrder, bytes] = partsOf(value);
  const kind = nameOf(dtype);
  if (!isShape(shape) || kind === undefined || isOtherOrder || !(bytes instanceof Uint8Array))
    throw reader.fail(`holds an array that is not read: ${value.of} of ${kind ?? "no plain numbers"}.`);
  const length = shape.reduce((product, size) => product * size, bytesOf(kind));
  if (length !== bytes.length)
    throw reader.fail(`holds an array of [${shape.join(", ")}] numbers in ${bytes.length} bytes. It is damaged.`);
  return { dtype: kind, shape, bytes };
}

/** Shape, dtype, whether the order is another than row-major, bytes. */
function partsOf({ of, args, state }: PickleObject): readonly PickleValue[] {
  if (of.endsWith("multiarray._reconstruct") && Array.isArray(state)) return state.slice(1);
  if (of.endsWith("numeric._frombuffer") && Array.isArray(args)) return [args[2]!, args[1]!, args[3] !== "C", args[0]!];
  return [];
}

const isShape = (value: PickleValue | undefined): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);

/** The name of a dtype: "<f4". */
function nameOf(value: PickleValue | undefined): string | undefined {
  if (!(value instanceof PickleObject) || value.of !== "numpy.dtype") return undefined;
  const [kind] = Array.isArray(value.args) ? value.args : [];
  const [, order] = Array.isArray(value.state) ? value.state : [];
  return typeof kind === "string" && typeof order === "string" ? `${order}${kind}` : undefined;
}
