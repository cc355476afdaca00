import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { OnnxGraph } from "../../src/graph/onnx-node.js";
import { quantizeInt8, readModel, summarizeModel } from "../../src/onnx/index.js";
import { float32, ndarray, sizeOf } from "../../src/tensor/index.js";
import { node } from "./build.js";

const weight = (name: string, ...shape: number[]) => ({
  name,
  array: float32(shape, new Float32Array(sizeOf(shape)).fill(0.5)),
});

const cnn: OnnxGraph = {
  name: "cnn",
  inputs: [{ name: "x", dtype: "float32", shape: ["batch", 1, 28, 28] }],
  outputs: [{ name: "y", dtype: "float32", shape: ["batch", 10] }],
  initializers: [
    weight("k", 16, 1, 3, 3),
    ...["scale", "bias", "mean", "variance"].map((name) => weight(name, 16)),
    { name: "shape", array: ndarray("int64", [2], BigInt64Array.of(0n, -1n)) },
    weight("w", 10, 2704),
    weight("b", 10),
    weight("half"),
  ],
  nodes: [
    node("Conv", ["x", "k"], ["c"]),
    node("BatchNormalization", ["c", "scale", "bias", "mean", "variance"], ["n"]),
    node("Relu", ["n"], ["r"]),
    node("MaxPool", ["r"], ["p"], {
      kernel_shape: { type: "ints", value: [2, 2] },
      strides: { type: "ints", value: [2, 2] },
    }),
    node("Reshape", ["p", "shape"], ["f"]),
    node("Transpose", ["w"], ["wt"]),
    node("MatMul", ["f", "wt"], ["m"]),
    node("Add", ["m", "b"], ["a"]),
    node("Mul", ["a", "half"], ["y"]),
  ],
};

describe("a CNN", () => {
  const summary = summarizeModel({ graph: cnn });

  test("has its layers with weights, parameters and output shapes", () => {
    expect(summary.layers).toEqual([
      { name: "Conv:c", op: "Conv", weight: [16, 1, 3, 3], parameters: 144, output: ["batch", 16, 26, 26] },
      {
        name: "BatchNormalization:n",
        op: "BatchNormalization",
        weight: [16],
        parameters: 32,
        output: ["batch", 16, 26, 26],
      },
      { name: "MatMul:m", op: "MatMul", weight: [10, 2704], parameters: 27040, output: ["batch", 10] },
      { name: "Add:a", op: "Add", weight: [10], parameters: 10, output: ["batch", 10] },
    ]);
    expect(summary.nodes.map(({ op }) => op)).toEqual(cnn.nodes.map(({ op }) => op));
    expect(summary.nodes[4]).toEqual({ name: "Reshape:f", op: "Reshape", parameters: 0, output: ["batch", 2704] });
  });

  test("has totals: parameters without statistics and scalars, bytes with all", () => {
    expect(summary.parameters).toBe(144 + 32 + 27040 + 10);
    expect(summary.bytes).toBe(4 * (144 + 64 + 27040 + 10 + 1) + 8 * 2);
    expect(summary.inputs).toEqual(cnn.inputs);
    expect(summary.outputs).toEqual(cnn.outputs);
  });

  test("as int8 has the same layers in a quarter of the bytes", () => {
    const int8 = summarizeModel({ graph: quantizeInt8(cnn) });
    expect(int8.layers).toEqual(summary.layers);
    expect(int8.parameters).toBe(summary.parameters);
    expect(int8.bytes).toBe(summary.bytes - 3 * 27040 + 4 * 10);
  });
});

test("a weight that two layers share counts once in total", () => {
  const graph: OnnxGraph = {
    name: "tied",
    inputs: [
      { name: "i", dtype: "int64", shape: ["batch"] },
      { name: "table", dtype: "float32", shape: [50, 8] }, // a weight that old files also list as an input
    ],
    outputs: [{ name: "y", dtype: "float32", shape: ["batch", 50] }],
    initializers: [weight("table", 50, 8)],
    nodes: [
      node("Gather", ["table", "i"], ["e"]),
      node("Gemm", ["e", "table"], ["y"], { transB: { type: "int", value: 1 } }),
    ],
  };
  const { layers, parameters, inputs } = summarizeModel({ graph });
  expect(layers.map(({ parameters }) => parameters)).toEqual([400, 400]);
  expect(layers.map(({ output }) => output)).toEqual([
    ["batch", 8],
    ["batch", 50],
  ]);
  expect(parameters).toBe(400);
  expect(inputs.map(({ name }) => name)).toEqual(["i"]);
});

test("a graph inside a node: its layers, with weights of the outer graph", () => {
  const body: OnnxGraph = {
    name: "body",
    inputs: [{ name: "row", dtype: "float32", shape: [4] }],
    outputs: [{ name: "out", dtype: "float32", shape: [6] }],
    initializers: [weight("inner", 6)],
    nodes: [node("MatMul", ["row", "w"], ["h"]), node("Add", ["h", "inner"], ["out"])],
  };
  const scan = node("Scan", ["x"], ["y"], { body: { type: "graph", value: body } });
  const { layers, parameters, bytes } = summarizeModel({
    graph: { ...cnn, initializers: [weight("w", 4, 6)], nodes: [scan] },
  });
  expect(layers).toEqual([
    { name: "Scan:y/MatMul:h", op: "MatMul", weight: [4, 6], parameters: 24, output: [6] },
    { name: "Scan:y/Add:out", op: "Add", weight: [6], parameters: 6, output: [6] },
  ]);
  expect([parameters, bytes]).toEqual([30, 120]);
});

test("a recurrent layer: all of its weights, not its initial state", () => {
  const gru = node("GRU", ["x", "w", "r", "b", "", "start"], ["y"], { hidden_size: { type: "int", value: 6 } });
  const initializers = [weight("w", 1, 18, 4), weight("r", 1, 18, 6), weight("b", 1, 36), weight("start", 1, 3, 6)];
  const inputs = [{ name: "x", dtype: "float32", shape: ["length", 3, 4] } as const];
  expect(summarizeModel({ graph: { ...cnn, inputs, initializers, nodes: [gru] } }).layers).toEqual([
    { name: "GRU:y", op: "GRU", weight: [1, 18, 6], parameters: 72 + 108 + 36, output: ["length", 1, 3, 6] },
  ]);
});

test("a file of Python's onnx package", () => {
  const file = readFileSync(new URL("../reference/onnx/mlp.onnx", import.meta.url));
  const { layers, parameters } = summarizeModel(readModel(file));
  expect(layers).toEqual([
    { name: "hidden", op: "Gemm", weight: [4, 3], parameters: 16, output: ["batch", 4] },
    { name: "y", op: "Gemm", weight: [2, 4], parameters: 8, output: ["batch", 2] },
  ]);
  expect(parameters).toBe(24);
});
