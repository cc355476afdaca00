import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { float32, FormatError, type NDArray, ndarray, Random } from "../../src/tensor/index.js";
import type { OnnxGraph } from "../../src/graph/onnx-node.js";
import { readModel, summarizeModel, writeModel } from "../../src/onnx/index.js";
import { GraphField, ModelField, OpsetField, TensorField } from "../../src/onnx/fields.js";
import { WireWriter } from "../../src/onnx/wire-writer.js";
import { node } from "./build.js";

const folder = new URL("../reference/onnx/", import.meta.url);
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));

interface Described {
  readonly producer: string;
  readonly irVersion: number;
  readonly opsets: Record<string, number>;
  readonly metadata: Record<string, string>;
  readonly nodes: readonly [string, string[], string[]][];
  readonly initializers: Record<string, { dtype: string; shape: number[]; values: string[] }>;
}
const reference = JSON.parse(readFileSync(new URL("models.json", folder), "utf8")) as Record<string, Described>;

const truths: Record<string, number> = { True: 1, False: 0 };
const numbersOf = (values: readonly string[], { dtype }: NDArray): (number | bigint)[] =>
  values.map((value) => (dtype === "int64" ? BigInt(value) : (truths[value] ?? Number(value))));

const everything: OnnxGraph = {
  name: "graph ✓",
  inputs: [{ name: "x", dtype: "float32", shape: ["batch", 3] }],
  outputs: [
    { name: "y", dtype: "float32", shape: [] },
    { name: "constant", dtype: "int64", shape: [2] },
  ],
  initializers: [
    {
      name: "large",
      array: float32(
        [2, 1000],
        Float32Array.from({ length: 2000 }, (_, i) => i / 3),
      ),
    },
    { name: "bits", array: ndarray("float16", [2], Uint16Array.of(0x3c00, 0xffff)) },
    { name: "none", array: ndarray("bool", [0, 7], new Uint8Array(0)) },
  ],
  nodes: [
    node("Constant", [], ["constant"], {
      value: { type: "tensor", value: ndarray("int64", [2], BigInt64Array.of(-(2n ** 63n), 2n ** 53n + 1n)) },
    }),
    node("Odd", ["x", "", "large"], ["y", ""], {
      int: { type: "int", value: -(2 ** 53) + 1 },
      end: { type: "int", value: 2 ** 63 },
      float: { type: "float", value: 0.5 },
      string: { type: "string", value: "\ufeffä→😀" },
      ints: { type: "ints", value: [0, 127, 128, 2 ** 31, 2 ** 32, 2 ** 40, -1, -(2 ** 40), -(2 ** 63)] },
      noInts: { type: "ints", value: [] },
      floats: { type: "floats", value: [-0.25, Infinity] },
      strings: { type: "strings", value: ["", "b"] },
      body: {
        type: "graph",
        value: {
          name: "inner",
          inputs: [],
          outputs: [{ name: "z", dtype: "int8", shape: [2000] }],
          initializers: [{ name: "w", array: ndarray("int8", [2000], new Int8Array(2000).fill(-7)) }],
          nodes: [node("Twin", ["x", "w"], ["z"], {}, "com.microsoft")],
        },
      },
    }),
  ],
};

test("what is written is read again, with opsets, producer and metadata", () => {
  const metadata = { classes: "0,1", "": "empty key", постав: "значение" };
  const file = writeModel(everything, { opset: 18, producer: "tests", metadata, domains: { "com.microsoft": 2 } });
  expect(readModel(file)).toEqual({
    graph: everything,
    opsets: { "": 18, "com.microsoft": 2 },
    irVersion: 10,
    producer: "tests",
    metadata,
  });
});

test("a weight that is an input's default value is read as both", () => {
  const graph: OnnxGraph = {
    name: "defaults",
    inputs: [{ name: "w", dtype: "float32", shape: [1] }],
    outputs: [{ name: "w", dtype: "float32", shape: [1] }],
    initializers: [{ name: "w", array: float32([1], [2]) }],
    nodes: [],
  };
  expect(readModel(writeModel(graph)).graph).toEqual(graph);
});

test("the other name of the standard operators is read as the usual one", () => {
  const relu = { ...node("Relu", ["x"], ["h"]), domain: "ai.onnx" };
  const graph = { ...everything, nodes: [relu, ...everything.nodes] };
  const { graph: read } = readModel(writeModel(graph, { domains: { "ai.onnx": 20 } }));
  expect(read.nodes[0]).toEqual({ ...relu, domain: "" });
});

test("a file that lies within a larger buffer is read from where it starts", () => {
  const file = writeModel(everything);
  const buffer = new Uint8Array(file.length + 20).fill(255);
  buffer.set(file, 7);
  expect(readModel(buffer.subarray(7, 7 + file.length)).graph).toEqual(everything);
});

describe("files of the Python package onnx:", () => {
  test.each(Object.keys(reference))("%s holds what Python finds in it", (name) => {
    const expected = reference[name]!;
    const { graph, ...model } = readModel(fixture(name));
    const { producer, irVersion, opsets, metadata } = expected;
    expect(model).toEqual({ producer, irVersion, opsets, metadata });
    expect(graph.nodes.map(({ op, inputs, outputs }) => [op, inputs, outputs])).toEqual(expected.nodes);
    expect(graph.initializers.map(({ name }) => name)).toEqual(Object.keys(expected.initializers));
    for (const { name, array } of graph.initializers) {
      const { dtype, shape, values } = expected.initializers[name]!;
      expect([array.dtype, array.shape], name).toEqual([dtype, shape]);
      expect([...array.data], name).toEqual(numbersOf(values, array));
    }
  });

  test("attributes, axes and graphs inside a graph", () => {
    const mlp = readModel(fixture("mlp.onnx")).graph;
    expect(mlp.inputs).toEqual([{ name: "x", dtype: "float32", shape: ["batch", 3] }]);
    expect(mlp.nodes[0]).toMatchObject({
      name: "hidden",
      domain: "",
      attributes: { transB: { type: "int", value: 1 }, alpha: { type: "float", value: 0.5 } },
    });
    expect(mlp.nodes[3]).toMatchObject({
      domain: "ai.onnx.ml",
      attributes: { scale: { type: "floats", value: [2, 4] } },
    });

    const branches = readModel(fixture("branches.onnx")).graph;
    expect(branches.inputs).toEqual([
      { name: "condition", dtype: "bool", shape: [] },
      { name: "x", dtype: "float32", shape: ["x_axis0"] },
    ]);
    const otherwise = branches.nodes[0]!.attributes["else_branch"];
    if (otherwise?.type !== "graph") throw new Error("else_branch is no graph");
    expect(otherwise.value.nodes.map(({ attributes }) => attributes)).toEqual([
      { value: { type: "tensor", value: float32([2], [1, 2]) } },
      { value_ints: { type: "ints", value: [-1, 2 ** 63] } },
      { value_strings: { type: "strings", value: ["a", "ä"] } },
      {},
    ]);
  });

  test.each([
    ["external", /weight "w" keeps its numbers in another file \("weights.bin"\).*Save the model as one file/],
    ["bfloat16", /data type bfloat16, which Limbeck does not read. Convert the model to float32/],
    ["float8e4m3fn", /data type float8e4m3fn/],
    ["string", /data type string/],
    ["sparse", /sparse weights/],
    ["function", /functions/],
    ["sequence", /input or output "y" is not a tensor/],
  ])("what Limbeck does not hold is refused by name: %s", (name, message) => {
    const read = () => readModel(fixture(`refused-${name}.onnx`), `${name}.onnx`);
    expect(read).toThrow(FormatError);
    expect(read).toThrow(message);
    expect(read).toThrow(`${name}.onnx cannot be read as an ONNX model: `);
  });
});

describe("what is no ONNX model says what it looks like:", () => {
  const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  test.each([
    ["", /an empty file/],
    ["PK\x03\x04\x14\0\0\0", /a zip archive/],
    ['\x40\0\0\0\0\0\0\0{"__metadata__":{}', /a safetensors file/],
    ["\n<!DOCTYPE html><title>Sign in</title>", /a web page/],
    ["version https://git-lfs.github.com/spec/v1\noid sha256:0", /a Git LFS pointer/],
    ['{"model": 1}', /JSON/],
    ["name,age\nAda,36\n", /a text file/],
    ["\x1f\x8b\x08\0", /a gzip archive/],
    ["\x80\x02}q\0", /a Python pickle/],
    ["\x1c\0\0\0TFL3", /a TensorFlow Lite model/],
  ])("%j", (text, message) => {
    expect(() => readModel(bytes(text))).toThrow(FormatError);
    expect(() => readModel(bytes(text))).toThrow(message);
  });

  test("bytes that follow no known format", () => {
    expect(() => readModel(Uint8Array.of(0xff, 0x00, 0x01, 0xfe))).toThrow(FormatError);
  });
});

describe("lies are found before memory is taken:", () => {
  /** A model with a graph as `write` writes it. */
  function crafted(write: (writer: WireWriter) => void): Uint8Array {
    const writer = new WireWriter();
    writer.message(ModelField.opsetImport, () => writer.integer(OpsetField.version, 20));
    writer.message(ModelField.graph, () => write(writer));
    return writer.finish();
  }
  const weight = (dims: readonly number[], dataType: number, bytes: Uint8Array, field: number = TensorField.rawData) =>
    crafted((writer) =>
      writer.message(GraphField.initializers, () => {
        writer.text(TensorField.name, "w");
        writer.integers(TensorField.dims, dims);
        writer.integer(TensorField.dataType, dataType);
        writer.bytes(field, bytes);
      }),
    );

  test.each([
    ["a weight of a terabyte", weight([2 ** 20, 2 ** 20], 1, new Uint8Array(8)), /holds 2/],
    ["a weight of a terabyte of typed numbers", weight([2 ** 40], 7, new Uint8Array(8), TensorField.int64Data), /8/],
    ["sizes whose product overflows", weight([2 ** 40, 2 ** 40, 2 ** 40], 1, new Uint8Array(0)), /holds 0/],
    ["a negative size", weight([-1, -2], 1, new Uint8Array(8)), /impossible shape/],
    ["half a number", weight([2], 1, new Uint8Array(7)), /holds 1.75/],
    ["an unknown data type", weight([2], 99, new Uint8Array(8)), /data type 99/],
    ["graphs without end", crafted((writer) => nest(writer, 100)), /nested more than/],
    ["millions of fields", crafted((w) => Array.from({ length: 2 ** 20 + 1 }, () => w.integer(1, 1))), /more than/],
  ])("%s", (_, file, message) => {
    expect(() => readModel(file)).toThrow(FormatError);
    expect(() => readModel(file)).toThrow(message);
  });

  test("a truth that is neither 0 nor 1 is read as 1", () => {
    const [truths] = readModel(weight([3], 9, Uint8Array.of(0, 1, 255))).graph.initializers;
    expect([...truths!.array.data]).toEqual([0, 1, 1]);
  });

  test.each([
    [
      "a graph that ends beyond the file",
      [0x3a, 0x7f, 0x0a, 0x01, 0x01],
      /ends at byte 129, but what holds it ends at 5/,
    ],
    ["a graph of 2⁶⁰ bytes", [0x3a, 0x83, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10, 1, 2, 3], /beyond any file/],
    ["a number without end", [0x08, ...new Array<number>(12).fill(0xff)], /more than ten bytes/],
    ["a graph that is a number", [0x42, 0x02, 0x10, 0x14, 0x38, 0x01], /wire type 0 where 2 belongs/],
  ])("%s", (_, bytes, message) => {
    expect(() => readModel(Uint8Array.from(bytes))).toThrow(FormatError);
    expect(() => readModel(Uint8Array.from(bytes))).toThrow(message);
  });

  function nest(writer: WireWriter, depth: number): void {
    if (depth === 0) return;
    writer.message(GraphField.nodes, () => {
      writer.text(4, "If");
      writer.message(5, () => {
        writer.integer(20, 5);
        writer.message(6, () => nest(writer, depth - 1));
      });
    });
  }

  test.each<[string, Partial<OnnxGraph>, RegExp]>([
    ["a value that nothing gives", { nodes: [node("Relu", ["nowhere"], ["y"])] }, /reads "nowhere", which nothing/],
    ["a value with two sources", { nodes: [node("Relu", ["x"], ["x"])] }, /called "x": twice/],
    ["an output that nothing gives", { nodes: [] }, /nothing gives the output "y"/],
    ["nodes out of order", { nodes: [node("Relu", ["h"], ["y"]), node("Relu", ["x"], ["h"])] }, /reads "h"/],
    ["a node without an operator", { nodes: [node("", ["x"], ["y"])] }, /which operator/],
  ])("%s", (_, change, message) => {
    const graph: OnnxGraph = {
      name: "g",
      inputs: [{ name: "x", dtype: "float32", shape: [1] }],
      outputs: [{ name: "y", dtype: "float32", shape: [1] }],
      initializers: [],
      nodes: [node("Relu", ["x"], ["y"])],
    };
    expect(readModel(writeModel(graph)).graph).toEqual(graph);
    expect(() => readModel(writeModel({ ...graph, ...change }))).toThrow(FormatError);
    expect(() => readModel(writeModel({ ...graph, ...change }))).toThrow(message);
  });
});

describe("damaged files give a FormatError or a model that can be written again:", () => {
  const small = { ...everything, initializers: everything.initializers.slice(1) };
  const sound: [string, Uint8Array][] = [
    ...Object.keys(reference).map((name): [string, Uint8Array] => [name, fixture(name)]),
    [
      "everything",
      writeModel({ ...small, nodes: [node("Odd", ["x"], ["y", "constant"], everything.nodes[1]!.attributes)] }),
    ],
  ];

  /** @returns whether it was a sound model */
  function survives(file: Uint8Array): boolean {
    let graph: OnnxGraph;
    try {
      graph = readModel(file).graph;
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError);
      return false;
    }
    expect(summarizeModel({ graph }).nodes.length).toBeGreaterThanOrEqual(graph.nodes.length);
    const written = writeModel(graph);
    expect(Buffer.compare(writeModel(readModel(written).graph), written)).toBe(0);
    return true;
  }

  test.each(sound)("%s cut off anywhere", (_, file) => {
    expect(survives(file)).toBe(true);
    for (let length = 0; length < file.length; length++) survives(file.subarray(0, length));
  });

  test.each(sound)("%s with bytes changed at random", (name, file) => {
    const random = new Random(7).fork(name);
    let readable = 0;
    for (let round = 0; round < 1500; round++) {
      const damaged = file.slice();
      for (let flips = 1 + random.integer(3); flips > 0; flips--) {
        damaged[random.integer(file.length)] = random.integer(256);
      }
      if (survives(damaged)) readable++;
    }
    expect(readable).toBeGreaterThan(0);
    expect(readable).toBeLessThan(1500);
  });
});
