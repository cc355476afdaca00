/** Element types of tensors, by their usual names. */
export type DType = "float32" | "float64" | "float16" | "int8" | "uint8" | "int32" | "uint32" | "int64" | "bool";

export type TypedArray =
  Float32Array | Float64Array | Int8Array | Uint8Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array;

/** The array class that holds each dtype; float16 is held as its 16-bit patterns, bool as bytes of 0 and 1. */
export const arrayClass = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} as const;

/** Bytes that one element takes. */
export const bytesPerElement = (dtype: DType): number => arrayClass[dtype].BYTES_PER_ELEMENT;

/** True for the dtypes that carry gradients. */
export const isFloating = (dtype: DType): boolean => dtype === "float32" || dtype === "float64" || dtype === "float16";
