import { dataTypes, type OnnxAttribute, type OnnxGraph, type OnnxNode, type OnnxValue } from "../graph/onnx-node.js";
import type { NDArray } from "../tensor/index.js";
import {
  AttributeField,
  attributeTypes,
  DimField,
  EntryField,
  GraphField,
  ModelField,
  NodeField,
  OpsetField,
  ShapeField,
  TensorField,
  TensorTypeField,
  TypeField,
  ValueField,
} from "./fields.js";
import { WireWriter } from "./wire-writer.js";

export interface WriteModelOptions {
  /** Version of the standard operators; default 20. */
  readonly opset?: number;
  /** Versions of other domains, for example `{ "ai.onnx.ml": 3 }`; default 1 for each domain that a node uses. */
  readonly domains?: Readonly<Record<string, number>>;
  /** What made the model; default "limbeck". */
  readonly producer?: string;
  /** Texts to carry along, by key. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Goes with opsets 21 and 22; ONNX Runtime reads it since 1.18. */
const irVersion = 10;

/**
 * The bytes of an `.onnx` file. Weights are not copied until the file is put together, and then once.
 * @throws FormatError above the 2 GB that such a file can hold
 * @throws OptionError where an integer attribute is not a whole number
 */
export function writeModel(
  graph: OnnxGraph,
  { opset = 20, domains = {}, producer = "limbeck", metadata = {} }: WriteModelOptions = {},
): Uint8Array {
  const given = new Map(Object.entries(domains)).set("", opset);

  const writer = new WireWriter();
  writer.integer(ModelField.irVersion, irVersion);
  writer.optionalText(ModelField.producerName, producer);
  writer.message(ModelField.graph, () => writeGraph(writer, graph));
  for (const domain of domainsOf(graph).add("")) {
    writer.message(ModelField.opsetImport, () => {
      writer.optionalText(OpsetField.domain, domain);
      writer.integer(OpsetField.version, given.get(domain) ?? 1);
    });
  }
  for (const [key, value] of Object.entries(metadata)) {
    writer.message(ModelField.metadata, () => {
      writer.text(EntryField.key, key);
      writer.text(EntryField.value, value);
    });
  }
  return writer.finish();
}

/** Every domain that a node of the graph, or of a graph inside it, belongs to. */
function domainsOf(graph: OnnxGraph, domains = new Set<string>()): Set<string> {
  for (const node of graph.nodes) {
    domains.add(node.domain);
    for (const attribute of Object.values(node.attributes)) {
      if (attribute.type === "graph") domainsOf(attribute.value, domains);
    }
  }
  return domains;
}

function writeGraph(writer: WireWriter, graph: OnnxGraph): void {
  for (const node of graph.nodes) writer.message(GraphField.nodes, () => writeNode(writer, node));
  writer.text(GraphField.name, graph.name);
  for (const { name, array } of graph.initializers) {
    writer.message(GraphField.initializers, () => writeTensor(writer, array, name));
  }
  for (const value of graph.inputs) writer.message(GraphField.inputs, () => writeValue(writer, value));
  for (const value of graph.outputs) writer.message(GraphField.outputs, () => writeValue(writer, value));
}

function writeNode(writer: WireWriter, node: OnnxNode): void {
  for (const input of node.inputs) writer.text(NodeField.inputs, input);
  for (const output of node.outputs) writer.text(NodeField.outputs, output);
  writer.optionalText(NodeField.name, node.name);
  writer.text(NodeField.op, node.op);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    writer.message(NodeField.attributes, () => writeAttribute(writer, name, attribute));
  }
  writer.optionalText(NodeField.domain, node.domain);
}

function writeAttribute(writer: WireWriter, name: string, attribute: OnnxAttribute): void {
  writer.text(AttributeField.name, name);
  writeAttributeValue(writer, attribute);
  writer.integer(AttributeField.type, attributeTypes[attribute.type]);
}

function writeAttributeValue(writer: WireWriter, { type, value }: OnnxAttribute): void {
  switch (type) {
    case "int":
      return writer.integer(AttributeField.int, value);
    case "float":
      return writer.float(AttributeField.float, value);
    case "string":
      return writer.text(AttributeField.string, value);
    case "ints":
      return writer.integers(AttributeField.ints, value);
    case "floats":
      return writer.floats(AttributeField.floats, value);
    case "strings":
      return value.forEach((text) => writer.text(AttributeField.strings, text));
    case "tensor":
      return writer.message(AttributeField.tensor, () => writeTensor(writer, value, ""));
    case "graph":
      return writer.message(AttributeField.graph, () => writeGraph(writer, value));
  }
}

function writeTensor(writer: WireWriter, { dtype, shape, data }: NDArray, name: string): void {
  writer.integers(TensorField.dims, shape);
  writer.integer(TensorField.dataType, dataTypes[dtype]);
  writer.optionalText(TensorField.name, name);
  writer.bytes(TensorField.rawData, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue(writer: WireWriter, { name, dtype, shape }: OnnxValue): void {
  const writeDim = (dim: number | string) =>
    typeof dim === "number" ? writer.integer(DimField.size, dim) : writer.text(DimField.name, dim);
  const writeType = () => {
    writer.integer(TensorTypeField.elementType, dataTypes[dtype]);
    writer.message(TensorTypeField.shape, () => {
      for (const dim of shape) writer.message(ShapeField.dim, () => writeDim(dim));
    });
  };
  writer.text(ValueField.name, name);
  writer.message(ValueField.type, () => writer.message(TypeField.tensor, writeType));
}
