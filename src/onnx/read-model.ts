import type { OnnxAttribute, OnnxGraph, OnnxInitializer, OnnxNode, OnnxValue } from "../graph/onnx-node.js";
import { FormatError } from "../tensor/index.js";
import { checkGraph } from "./check-graph.js";
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
import { looksLike } from "./looks-like.js";
import { readDType, readTensor } from "./read-tensor.js";
import { WireMessage } from "./wire-reader.js";

/** What an ONNX file holds. */
export interface OnnxModel {
  readonly graph: OnnxGraph;
  /** Version of each domain of operators; "" are the standard ones. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly irVersion: number;
  /** What made the file; "" if it does not say. */
  readonly producer: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Graphs inside graphs, as of Scan and If, nest at most this deep. */
const maxDepth = 16;

/**
 * Reads the bytes of an `.onnx` file; a stranger's file can do no harm. Weights are copies, of raw or typed fields.
 * An axis of unknown size without a name is named after its value: `x_axis0`. Comments, shapes of inner values and
 * training information are passed over.
 * @param name what messages call the file
 * @throws FormatError for what is no sound ONNX model, saying what it looks like where that is known; and for what
 *   Limbeck does not hold: weights in other files, data types beyond its own, sequences, sparse weights, functions
 */
export function readModel(file: Uint8Array, name = "the model"): OnnxModel {
  const other = looksLike(file);
  if (other !== undefined) throw new FormatError(`${name} is not an ONNX model: it looks like ${other}.`);
  try {
    // Of a Buffer, slice() is a view; of a Uint8Array it is the copy that weights are.
    return decodeModel(new WireMessage(new Uint8Array(file.buffer, file.byteOffset, file.byteLength)));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(`${name} cannot be read as an ONNX model: ${error.message}.`, { cause: error });
  }
}

function decodeModel(model: WireMessage): OnnxModel {
  const graph = model.message(ModelField.graph);
  const opsets = model.messages(
    ModelField.opsetImport,
    (opset) => [domain(opset.text(OpsetField.domain)), opset.integer(OpsetField.version)] as const,
  );
  if (graph === undefined) throw new FormatError("it holds no graph");
  if (opsets.length === 0) throw new FormatError("it names no version of the operators (opset_import)");
  if (model.has(ModelField.functions)) {
    throw new FormatError(
      "it defines operators of its own (functions), which Limbeck does not read. " +
        "Inline them: onnx.inliner.inline_local_functions in Python",
    );
  }
  const decoded: OnnxModel = {
    graph: decodeGraph(graph, 0),
    opsets: Object.fromEntries(opsets),
    irVersion: model.integer(ModelField.irVersion),
    producer: model.text(ModelField.producerName),
    metadata: Object.fromEntries(
      model.messages(ModelField.metadata, (entry) => [entry.text(EntryField.key), entry.text(EntryField.value)]),
    ),
  };
  checkGraph(decoded.graph);
  return decoded;
}

/** The standard operators have two names. */
const domain = (name: string): string => (name === "ai.onnx" ? "" : name);

function decodeGraph(graph: WireMessage, depth: number): OnnxGraph {
  if (depth > maxDepth) throw new FormatError(`graphs are nested more than ${maxDepth} deep`);
  if (graph.has(GraphField.sparseInitializers)) {
    throw new FormatError("it has sparse weights, which Limbeck does not read. Save them as dense tensors");
  }
  return {
    name: graph.text(GraphField.name),
    inputs: graph.messages(GraphField.inputs, decodeValue),
    outputs: graph.messages(GraphField.outputs, decodeValue),
    initializers: graph.messages(GraphField.initializers, decodeInitializer),
    nodes: graph.messages(GraphField.nodes, (node) => decodeNode(node, depth)),
  };
}

function decodeInitializer(tensor: WireMessage): OnnxInitializer {
  const name = tensor.text(TensorField.name);
  return { name, array: readTensor(tensor, `weight "${name}"`) };
}

function decodeNode(node: WireMessage, depth: number): OnnxNode {
  const op = node.text(NodeField.op);
  const name = node.text(NodeField.name);
  const outputs = node.texts(NodeField.outputs);
  const where = `node "${name || outputs[0] || op}" (${op})`;
  if (op === "") throw new FormatError(`${where} does not say which operator it is`);
  const attributes = node.messages(NodeField.attributes, (attribute) => {
    const key = attribute.text(AttributeField.name);
    return [key, decodeAttribute(attribute, `attribute "${key}" of ${where}`, depth)] as const;
  });
  return {
    op,
    domain: domain(node.text(NodeField.domain)),
    name,
    inputs: node.texts(NodeField.inputs),
    outputs,
    attributes: Object.fromEntries(attributes),
  };
}

function decodeAttribute(attribute: WireMessage, where: string, depth: number): OnnxAttribute {
  const type = attribute.integer(AttributeField.type);
  switch (type) {
    case attributeTypes.float:
      return { type: "float", value: attribute.float(AttributeField.float) };
    case attributeTypes.int:
      return { type: "int", value: attribute.integer(AttributeField.int) };
    case attributeTypes.string:
      return { type: "string", value: attribute.text(AttributeField.string) };
    case attributeTypes.floats:
      return { type: "floats", value: attribute.floats(AttributeField.floats) };
    case attributeTypes.ints:
      return { type: "ints", value: attribute.integers(AttributeField.ints) };
    case attributeTypes.strings:
      return { type: "strings", value: attribute.texts(AttributeField.strings) };
    case attributeTypes.tensor:
      return { type: "tensor", value: readTensor(present(attribute.message(AttributeField.tensor), where), where) };
    case attributeTypes.graph:
      return { type: "graph", value: decodeGraph(present(attribute.message(AttributeField.graph), where), depth + 1) };
    default:
      throw new FormatError(
        `${where} is of kind ${type}; known are ${Object.entries(attributeTypes)
          .map((kind) => kind.join(" "))
          .join(", ")}`,
      );
  }
}

function present(message: WireMessage | undefined, where: string): WireMessage {
  if (message === undefined) throw new FormatError(`${where} has no value`);
  return message;
}

function decodeValue(value: WireMessage): OnnxValue {
  const name = value.text(ValueField.name);
  const tensor = value.message(ValueField.type)?.message(TypeField.tensor);
  const shape = tensor?.message(TensorTypeField.shape);
  if (tensor === undefined || shape === undefined) {
    throw new FormatError(
      `input or output "${name}" is not a tensor of a known number of axes. ` +
        "If it should be one, onnx.shape_inference.infer_shapes in Python fills in what is missing",
    );
  }
  return {
    name,
    dtype: readDType(tensor.integer(TensorTypeField.elementType), `input or output "${name}"`),
    shape: shape.messages(ShapeField.dim, (dim, axis) => decodeDim(dim) ?? `${name}_axis${axis}`),
  };
}

/** A size or a name, undefined where the file leaves it open; some old exporters write −1 for that. */
function decodeDim(dim: WireMessage): number | string | undefined {
  if (dim.has(DimField.name) && dim.text(DimField.name) !== "") return dim.text(DimField.name);
  const size = dim.integer(DimField.size);
  return dim.has(DimField.size) && size >= 0 ? size : undefined;
}
