import { describe, expect, test } from "vitest";
import { Tensor } from "onnxruntime-node";
import type { OnnxGraph, OnnxNode } from "../../src/graph/onnx-node.js";
import { float32, ndarray, OptionError } from "../../src/tensor/index.js";
import { writeModel } from "../../src/onnx/index.js";
import { node } from "./build.js";
import { run, values } from "./runtime.js";

describe("ONNX Runtime runs what is written:", () => {
  test("Gemm and Relu, a named batch axis", async () => {
    const model = writeModel({
      name: "mlp",
      inputs: [{ name: "x", dtype: "float32", shape: ["batch", 2] }],
      outputs: [{ name: "y", dtype: "float32", shape: ["batch", 3] }],
      initializers: [
        { name: "w", array: float32([3, 2], [1, 2, 3, 4, -5, -6]) },
        { name: "b", array: float32([3], [0.5, -20, 0]) },
      ],
      nodes: [node("Gemm", ["x", "w", "b"], ["h"], { transB: { type: "int", value: 1 } }), node("Relu", ["h"], ["y"])],
    });
    const { y } = await run(model, { x: new Tensor("float32", [1, 1, -1, -2], [2, 2]) });
    expect(y!.dims).toEqual([2, 3]);
    expect(values(y)).toEqual([3.5, 0, 0, 0, 0, 17]);
  });

  test("Conv with strides and padding", async () => {
    const model = writeModel({
      name: "conv",
      inputs: [{ name: "x", dtype: "float32", shape: ["batch", 1, 3, 3] }],
      outputs: [{ name: "y", dtype: "float32", shape: ["batch", 1, 2, 2] }],
      initializers: [{ name: "w", array: float32([1, 1, 3, 3], new Float32Array(9).fill(1)) }],
      nodes: [
        node("Conv", ["x", "w"], ["y"], {
          strides: { type: "ints", value: [2, 2] },
          pads: { type: "ints", value: [1, 1, 1, 1] },
        }),
      ],
    });
    const { y } = await run(model, { x: new Tensor("float32", [1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]) });
    expect(values(y)).toEqual([12, 16, 24, 28]);
  });

  test("Scan over a graph of its own, which reads a weight of the outer graph", async () => {
    const body: OnnxGraph = {
      name: "body",
      inputs: [
        { name: "state", dtype: "float32", shape: [2] },
        { name: "row", dtype: "float32", shape: [2] },
      ],
      outputs: [
        { name: "next", dtype: "float32", shape: [2] },
        { name: "kept", dtype: "float32", shape: [2] },
      ],
      initializers: [],
      nodes: [
        node("Mul", ["row", "scale"], ["scaled"]),
        node("Add", ["state", "scaled"], ["next"]),
        node("Identity", ["next"], ["kept"]),
      ],
    };
    const model = writeModel({
      name: "scan",
      inputs: [{ name: "x", dtype: "float32", shape: ["length", 2] }],
      outputs: [{ name: "sums", dtype: "float32", shape: ["length", 2] }],
      initializers: [
        { name: "zero", array: float32([2], [0, 0]) },
        { name: "scale", array: float32([], [10]) },
      ],
      nodes: [
        node("Scan", ["zero", "x"], ["total", "sums"], {
          body: { type: "graph", value: body },
          num_scan_inputs: { type: "int", value: 1 },
        }),
      ],
    });
    const { sums } = await run(model, { x: new Tensor("float32", [1, 2, 3, 4, 5, 6], [3, 2]) });
    expect(values(sums)).toEqual([10, 20, 40, 60, 90, 120]);
  });

  test("FusedMatMul of the domain com.microsoft, float attributes", async () => {
    const model = writeModel({
      name: "fused",
      inputs: [{ name: "x", dtype: "float32", shape: ["batch", 2] }],
      outputs: [{ name: "y", dtype: "float32", shape: ["batch", 1] }],
      initializers: [{ name: "w", array: float32([1, 2], [3, 4]) }],
      nodes: [
        node(
          "FusedMatMul",
          ["x", "w"],
          ["y"],
          { transB: { type: "int", value: 1 }, alpha: { type: "float", value: 0.5 } },
          "com.microsoft",
        ),
      ],
    });
    const { y } = await run(model, { x: new Tensor("float32", [1, 2], [1, 2]) });
    expect(values(y)).toEqual([5.5]);
  });

  test("weights of every dtype, in small and in large tensors", async () => {
    for (const size of [3, 3000]) {
      const arrays = [
        float32(
          [size],
          new Float32Array(size).map((_, i) => i / 8),
        ),
        ndarray(
          "float64",
          [size],
          new Float64Array(size).map((_, i) => i / 8),
        ),
        ndarray(
          "float16",
          [size],
          new Uint16Array(size).map((_, i) => 0x3c00 + (i % 100)),
        ),
        ndarray(
          "int8",
          [size],
          new Int8Array(size).map((_, i) => -i),
        ),
        ndarray(
          "uint8",
          [size],
          new Uint8Array(size).map((_, i) => i),
        ),
        ndarray(
          "int32",
          [size],
          new Int32Array(size).map((_, i) => -i),
        ),
        ndarray(
          "uint32",
          [size],
          new Uint32Array(size).map((_, i) => 2 ** 31 + i),
        ),
        ndarray(
          "int64",
          [size],
          new BigInt64Array(size).map((_, i) => -BigInt(i) * 2n ** 40n),
        ),
        ndarray(
          "bool",
          [size],
          new Uint8Array(size).map((_, i) => i % 2),
        ),
      ];
      const model = writeModel({
        name: "dtypes",
        inputs: [],
        outputs: arrays.map(({ dtype, shape }) => ({ name: `${dtype}-out`, dtype, shape })),
        initializers: arrays.map((array) => ({ name: array.dtype, array })),
        nodes: arrays.map(({ dtype }) => node("Identity", [dtype], [`${dtype}-out`])),
      });
      const outputs = await run(model, {});
      for (const { dtype, data } of arrays) {
        const { buffer, byteOffset, byteLength } = outputs[`${dtype}-out`]!.data as Uint8Array;
        expect(outputs[`${dtype}-out`]!.type).toBe(dtype);
        const expected = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
        expect(new Uint8Array(buffer, byteOffset, byteLength), dtype).toEqual(expected);
      }
    }
  });

  test("an optional input that is left out, negative integers, text beyond ASCII", async () => {
    const model = writeModel(
      {
        name: "größer",
        inputs: [{ name: "größe→", dtype: "float32", shape: ["n"] }],
        outputs: [{ name: "y", dtype: "float32", shape: ["n"] }],
        initializers: [{ name: "max", array: float32([], [2]) }],
        nodes: [
          node("Clip", ["größe→", "", "max"], ["clipped"]),
          node("Softmax", ["clipped"], ["y"], { axis: { type: "int", value: -1 } }),
        ],
      },
      { metadata: { ключ: "значение" }, producer: "" },
    );
    const { y } = await run(model, { "größe→": new Tensor("float32", [7, 2], [2]) });
    expect(values(y)).toEqual([0.5, 0.5]);
  });
});

test("an integer attribute that is not whole is refused", () => {
  const nodes: OnnxNode[] = [node("Softmax", ["x"], ["y"], { axis: { type: "int", value: 0.5 } })];
  const graph = { name: "g", inputs: [], outputs: [], initializers: [], nodes };
  expect(() => writeModel(graph)).toThrow(OptionError);
});
