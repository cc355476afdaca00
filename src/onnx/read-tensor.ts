import { dataTypes } from "../graph/onnx-node.js";
import { arrayClass, bytesPerElement, FormatError, formatShape, sizeOf } from "../tensor/index.js";
import type { DType, NDArray, TypedArray } from "../tensor/index.js";
import { EntryField, TensorField } from "./fields.js";
import type { WireMessage } from "./wire-reader.js";

/** ONNX's names of its data types, by number: for messages about those that Limbeck does not hold. */
const dataTypeNames = (
  "undefined float32 uint8 int8 uint16 int16 int32 int64 string bool float16 float64 uint32 uint64 complex64 " +
  "complex128 bfloat16 float8e4m3fn float8e4m3fnuz float8e5m2 float8e5m2fnuz uint4 int4 float4e2m1 float8e8m0 " +
  "uint2 int2 float6e2m3 float6e3m2"
).split(" ");

const dtypesByNumber = new Map(Object.entries(dataTypes).map(([dtype, number]) => [number, dtype as DType]));

/** @throws FormatError for a data type that Limbeck does not hold */
export function readDType(dataType: number, where: string): DType {
  const dtype = dtypesByNumber.get(dataType);
  if (dtype !== undefined) return dtype;
  throw new FormatError(
    `${where} has data type ${dataTypeNames[dataType] ?? dataType}, which Limbeck does not read. ` +
      `Convert the model to float32; known are ${[...dtypesByNumber.values()].join(", ")}`,
  );
}

/**
 * The numbers of a TensorProto, copied out of the file.
 * @throws FormatError where they lie in another file, or their count is not that of the shape
 */
export function readTensor(tensor: WireMessage, where: string): NDArray {
  const dtype = readDType(tensor.integer(TensorField.dataType), where);
  refuseExternalData(tensor, where);
  const shape = tensor.integers(TensorField.dims);
  if (shape.some((dim) => dim < 0)) throw new FormatError(`${where} has the impossible shape ${formatShape(shape)}`);
  const data = tensor.has(TensorField.rawData)
    ? fromBytes(tensor.bytes(TensorField.rawData)!, dtype, shape, where)
    : fromTypedField(tensor, dtype, shape, where);
  if (dtype === "bool") data.forEach((value, i) => (data[i] = Number(value !== 0)));
  return { dtype, shape, data };
}

function refuseExternalData(tensor: WireMessage, where: string): void {
  if (tensor.integer(TensorField.dataLocation) === 0 && !tensor.has(TensorField.externalData)) return;
  const place = tensor
    .messages(TensorField.externalData, (entry) => [entry.text(EntryField.key), entry.text(EntryField.value)])
    .find(([key]) => key === "location")?.[1];
  throw new FormatError(
    `${where} keeps its numbers in another file${place === undefined ? "" : ` ("${place}")`}, which Limbeck does not ` +
      `open. Save the model as one file: onnx.save_model(onnx.load("model.onnx"), "single.onnx") in Python`,
  );
}

/** From the fields that each hold some data types; readers must know them, though writers prefer raw bytes. */
function fromTypedField(tensor: WireMessage, dtype: DType, shape: readonly number[], where: string): TypedArray {
  switch (dtype) {
    case "float32":
      return fromBytes(tensor.fixed(TensorField.floatData, 4), dtype, shape, where);
    case "float64":
      return fromBytes(tensor.fixed(TensorField.doubleData, 8), dtype, shape, where);
    case "int64":
      return fromVarints(tensor, TensorField.int64Data, dtype, shape, where);
    case "uint32":
      return fromVarints(tensor, TensorField.uint64Data, dtype, shape, where);
    default:
      return fromVarints(tensor, TensorField.int32Data, dtype, shape, where);
  }
}

function fromBytes(bytes: Uint8Array, dtype: DType, shape: readonly number[], where: string): TypedArray {
  const size = bytesPerElement(dtype);
  if (bytes.length !== sizeOf(shape) * size) throw wrongCount(dtype, shape, bytes.length / size, where);
  return new arrayClass[dtype](bytes.slice().buffer);
}

function fromVarints(
  tensor: WireMessage,
  field: number,
  dtype: DType,
  shape: readonly number[],
  where: string,
): TypedArray {
  let count = 0;
  tensor.eachVarint(field, () => count++);
  if (count !== sizeOf(shape)) throw wrongCount(dtype, shape, count, where);
  const data = new arrayClass[dtype](count);
  const words = new Uint32Array(dtype === "int64" ? data.buffer : new ArrayBuffer(0));
  let i = 0;
  tensor.eachVarint(field, (low, high) => {
    if (dtype === "int64") words.set([low, high], 2 * i++);
    else data[i++] = low;
  });
  return data;
}

const wrongCount = (dtype: DType, shape: readonly number[], count: number, where: string): FormatError =>
  new FormatError(
    `${where} of shape ${formatShape(shape)} needs ${sizeOf(shape)} numbers of ${dtype}, but holds ${count}`,
  );
