import type { OnnxGraph, OnnxNode, OnnxValue } from "../../src/graph/onnx-node.js";
import { writeModel } from "../../src/onnx/index.js";
import { float32, type DType } from "../../src/tensor/index.js";

export interface TinyModel {
  /** Default `[batch, 4]`. */
  readonly input?: readonly (number | string)[];
  readonly inputType?: DType;
  /** Ends in a softmax, as many exported models do. */
  readonly softmax?: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Changes the graph before it is written. */
  readonly change?: (graph: OnnxGraph) => OnnxGraph;
  readonly opset?: number;
}

/** Of the linear model: class 0 sums its four inputs, 1 takes twice the first, 2 the negative of the last. */
export const weights = [
  [1, 2, 0],
  [1, 0, 0],
  [1, 0, 0],
  [1, 0, -1],
];

/** logits = flatten(x) W, W of shape [4, 3]: what a foreign tool could have written. */
export function tinyModel({
  input = ["batch", 4],
  inputType = "float32",
  softmax = false,
  metadata = {},
  change = (graph) => graph,
  opset = 20,
}: TinyModel = {}): Uint8Array {
  const value = (name: string, shape: OnnxValue["shape"], dtype: DType = "float32"): OnnxValue => ({
    name,
    dtype,
    shape,
  });
  const nodes: OnnxNode[] = [
    node("Flatten", ["x"], ["flat"]),
    node("MatMul", ["flat", "w"], [softmax ? "scores" : "y"]),
    ...(softmax ? [node("Softmax", ["scores"], ["y"])] : []),
  ];
  const graph: OnnxGraph = {
    name: "tiny",
    inputs: [value("x", input, inputType)],
    outputs: [value("y", [input[0]!, 3])],
    initializers: [{ name: "w", array: float32([4, 3], weights.flat()) }],
    nodes,
  };
  return writeModel(change(graph), { metadata, opset, producer: "a foreign tool" });
}

export const node = (op: string, inputs: readonly string[], outputs: readonly string[]): OnnxNode => ({
  op,
  domain: "",
  name: "",
  inputs,
  outputs,
  attributes: {},
});

/** The tiny model's logits, computed here. */
export const logitsOf = (samples: readonly (readonly number[])[]): number[] =>
  samples.flatMap((sample) => [0, 1, 2].map((k) => sample.reduce((sum, x, i) => sum + x * weights[i]![k]!, 0)));
