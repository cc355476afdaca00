import type { DType, NDArray } from "../tensor/index.js";

/**
 * What an ONNX graph is made of, as plain data: operators lower themselves to these nodes, `onnx/` writes them as
 * protobuf. Names of values are unique within a graph; "" stands for an optional input that is left out.
 */
export interface OnnxNode {
  readonly op: string;
  /** "" for the standard operators, else for example "com.microsoft". */
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** The value of an attribute. ONNX tells integers from floats, JavaScript does not: hence the tag. */
export type OnnxAttribute =
  | { readonly type: "int"; readonly value: number }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "ints"; readonly value: readonly number[] }
  | { readonly type: "floats"; readonly value: readonly number[] }
  | { readonly type: "strings"; readonly value: readonly string[] }
  | { readonly type: "tensor"; readonly value: NDArray }
  | { readonly type: "graph"; readonly value: OnnxGraph };

/** An input or output of a graph: a named axis has a text in place of its size. */
export interface OnnxValue {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly (number | string)[];
}

/** Weights and constants by name. */
export interface OnnxInitializer {
  readonly name: string;
  readonly array: NDArray;
}

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxInitializer[];
  readonly nodes: readonly OnnxNode[];
}

/** TensorProto.DataType of each dtype. */
export const dataTypes: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
};
