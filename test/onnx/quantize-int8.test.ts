import { Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import type { OnnxGraph, OnnxInitializer, OnnxNode } from "../../src/graph/onnx-node.js";
import { quantizeInt8, type QuantizedWeight, readModel, writeModel } from "../../src/onnx/index.js";
import { DataError, float32, type NDArray, Random, sizeOf } from "../../src/tensor/index.js";
import { node } from "./build.js";
import { run, values } from "./runtime.js";

const random = new Random(3);
const normal = (shape: number[], deviation = 1): NDArray =>
  float32(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => random.normal(0, deviation)),
  );
/** Weights as He starts them, so that activations keep their size. */
const weight = (name: string, shape: number[], fanIn: number): OnnxInitializer => ({
  name,
  array: normal(shape, Math.sqrt(2 / fanIn)),
});

function graphOf(
  input: (string | number)[],
  output: (string | number)[],
  initializers: OnnxInitializer[],
  nodes: OnnxNode[],
): OnnxGraph {
  return {
    name: "g",
    inputs: [{ name: "x", dtype: "float32", shape: input }],
    outputs: [{ name: "y", dtype: "float32", shape: output }],
    initializers,
    nodes,
  };
}

const mlp = graphOf(
  ["batch", 100],
  ["batch", 10],
  [
    weight("w1", [300, 100], 100),
    { name: "b1", array: normal([300], 0.1) },
    weight("w2", [300, 200], 300),
    weight("w3", [10, 200], 200),
  ],
  [
    node("Gemm", ["x", "w1", "b1"], ["h1"], { transB: { type: "int", value: 1 } }),
    node("Relu", ["h1"], ["a1"]),
    node("MatMul", ["a1", "w2"], ["h2"]),
    node("Relu", ["h2"], ["a2"]),
    node("Transpose", ["w3"], ["w3t"], { perm: { type: "ints", value: [1, 0] } }),
    node("MatMul", ["a2", "w3t"], ["y"]),
  ],
);

const cnn = graphOf(
  ["batch", 8, 12, 12],
  ["batch", 20],
  [weight("k1", [32, 8, 3, 3], 72), weight("k2", [64, 32, 3, 3], 288), weight("w", [64, 20], 64)],
  [
    node("Conv", ["x", "k1"], ["h1"]),
    node("Relu", ["h1"], ["a1"]),
    node("Conv", ["a1", "k2"], ["h2"], { strides: { type: "ints", value: [2, 2] } }),
    node("Relu", ["h2"], ["a2"]),
    node("GlobalAveragePool", ["a2"], ["p"]),
    node("Flatten", ["p"], ["f"]),
    node("Gemm", ["f", "w"], ["y"]),
  ],
);

describe.each<[string, OnnxGraph, number[], QuantizedWeight["axis"][]]>([
  ["an MLP with Gemm, MatMul and a transposed weight", mlp, [16, 100], [0, 1, 0]],
  ["a CNN", cnn, [16, 8, 12, 12], [0, 0, 1]],
])("%s", (_, graph, inputShape, axes) => {
  const quantized: QuantizedWeight[] = [];
  const small = writeModel(quantizeInt8(graph, (weight) => quantized.push(weight)));

  test("is less than 0.3 of the size, and reads as a sound model", () => {
    expect(small.length).toBeLessThan(0.3 * writeModel(graph).length);
    expect(readModel(small).graph.initializers.filter(({ array }) => array.dtype === "int8")).toHaveLength(3);
  });

  test("gives nearly the same outputs on ONNX Runtime", async () => {
    const x = new Tensor("float32", normal(inputShape).data as Float32Array, inputShape);
    const float = values((await run(writeModel(graph), { x })).y);
    const int8 = values((await run(small, { x })).y);
    const size = Math.sqrt(float.reduce((sum, y) => sum + y * y, 0));
    const error = Math.sqrt(float.reduce((sum, y, i) => sum + (y - int8[i]!) ** 2, 0));
    expect(error / size).toBeLessThan(0.02);
    expect(error).toBeGreaterThan(0);
  });

  test("tells of each weight its output axis and largest error", () => {
    expect(quantized.map(({ axis }) => axis)).toEqual(axes);
    for (const { name, shape, maxError } of quantized) {
      const { data } = graph.initializers.find((weight) => weight.name === name)!.array;
      const largest = Math.max(...(data as Float32Array).map(Math.abs));
      expect(shape).toEqual(graph.initializers.find((weight) => weight.name === name)!.array.shape);
      expect(maxError).toBeLessThan((largest / 127 / 2) * 1.001);
      expect(maxError).toBeGreaterThan(largest / 127 / 20);
    }
  });
});

test("each row of an embedding has its own scale, a row of zeros stays zeros", async () => {
  const table = normal([100, 16]);
  const data = table.data as Float32Array;
  data.subarray(0, 16).fill(0);
  data.subarray(16, 32).forEach((value, i, row) => (row[i] = value * 1e-6)); // small rows keep their precision
  const graph: OnnxGraph = {
    ...graphOf([], ["n", 16], [{ name: "table", array: table }], [node("Gather", ["table", "x"], ["y"])]),
    inputs: [{ name: "x", dtype: "int64", shape: ["n"] }],
  };
  const x = new Tensor("int64", BigInt64Array.of(0n, 1n, 99n), [3]);
  let maxError = 0;
  const quantized = quantizeInt8(graph, (weight) => (maxError = weight.maxError));
  const y = values((await run(writeModel(quantized), { x })).y);
  expect(maxError).toBeGreaterThan(0);
  expect(maxError).toBeLessThan(0.02);
  const scales = quantized.initializers.find(({ name }) => name === "table_scale")!.array.data as Float32Array;
  expect(Math.min(...scales)).toBeGreaterThan(0);
  expect(y.slice(0, 16)).toEqual(new Array(16).fill(0));
  for (let i = 0; i < 16; i++) {
    expect(Math.abs(y[16 + i]! - data[16 + i]!)).toBeLessThan(5e-8);
    expect(Math.abs(y[32 + i]! - data[99 * 16 + i]!)).toBeLessThan(0.02);
  }
});

test("a weight that only a graph inside a node reads is stored as int8 too", () => {
  const body = graphOf([32], [32], [], [node("MatMul", ["x", "w"], ["y"])]);
  const nodes = [node("Scan", ["x"], ["y"], { body: { type: "graph", value: body } })];
  const graph = quantizeInt8(graphOf(["n", 32], ["n", 32], [weight("w", [32, 32], 32)], nodes));
  expect(graph.initializers.map(({ array }) => array.dtype)).toEqual(["int8", "float32"]);
});

test("small weights, weights offered as inputs, other operators and narrow channels stay as they are", () => {
  const initializers = [
    weight("small", [31, 33], 31),
    weight("input", [64, 64], 64),
    weight("added", [64, 64], 64),
    weight("narrow", [2000, 2], 2),
  ];
  const nodes = [
    node("MatMul", ["x", "small"], ["a"]),
    node("MatMul", ["x", "input"], ["b"]),
    node("Add", ["x", "added"], ["c"]),
    node("Gather", ["narrow", "i"], ["y"]),
  ];
  const graph = graphOf(["n", 31], ["n"], initializers, nodes);
  const inputs = [...graph.inputs, { name: "input", dtype: "float32", shape: [64, 64] } as const];
  expect(quantizeInt8({ ...graph, inputs })).toEqual({ ...graph, inputs });
});

test("new names keep clear of those in use", () => {
  const initializers = [weight("w", [64, 64], 64), weight("w_int8", [64], 64)];
  const nodes = [node("MatMul", ["x", "w"], ["h"]), node("Add", ["h", "w_int8"], ["y"])];
  const { graph } = readModel(writeModel(quantizeInt8(graphOf(["n", 64], ["n", 64], initializers, nodes))));
  expect(graph.initializers.map(({ name }) => name)).toEqual(["w_int8_2", "w_scale", "w_int8"]);
});

test("a weight that is not a number is refused by name", () => {
  const initializers = [weight("w", [64, 64], 64)];
  initializers[0]!.array.data[70] = NaN;
  const graph = graphOf(["n", 64], ["n", 64], initializers, [node("MatMul", ["x", "w"], ["y"])]);
  expect(() => quantizeInt8(graph)).toThrow(DataError);
  expect(() => quantizeInt8(graph)).toThrow('weight "w" holds NaN');
});
