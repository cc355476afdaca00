import type { OnnxAttribute } from "../graph/onnx-node.js";

/** Field numbers of the messages of onnx.proto (github.com/onnx/onnx, IR version 10) that Limbeck reads or writes. */
export const ModelField = {
  irVersion: 1,
  producerName: 2,
  graph: 7,
  opsetImport: 8,
  metadata: 14,
  functions: 25,
} as const;

export const OpsetField = { domain: 1, version: 2 } as const;

/** Of an entry of metadata, or of the place of external data. */
export const EntryField = { key: 1, value: 2 } as const;

export const GraphField = {
  nodes: 1,
  name: 2,
  initializers: 5,
  inputs: 11,
  outputs: 12,
  sparseInitializers: 15,
} as const;

export const NodeField = { inputs: 1, outputs: 2, name: 3, op: 4, attributes: 5, domain: 7 } as const;

export const AttributeField = {
  name: 1,
  float: 2,
  int: 3,
  string: 4,
  tensor: 5,
  graph: 6,
  floats: 7,
  ints: 8,
  strings: 9,
  type: 20,
  reference: 21,
} as const;

/** The kind of each attribute, AttributeProto.AttributeType. */
export const attributeTypes: Readonly<Record<OnnxAttribute["type"], number>> = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
};

export const TensorField = {
  dims: 1,
  dataType: 2,
  floatData: 4,
  int32Data: 5,
  int64Data: 7,
  name: 8,
  rawData: 9,
  doubleData: 10,
  uint64Data: 11,
  externalData: 13,
  dataLocation: 14,
} as const;

export const ValueField = { name: 1, type: 2 } as const;
export const TypeField = { tensor: 1, sequence: 4 } as const;
export const SequenceTypeField = { elementType: 1 } as const;
export const TensorTypeField = { elementType: 1, shape: 2 } as const;
export const ShapeField = { dim: 1 } as const;
export const DimField = { size: 1, name: 2 } as const;
