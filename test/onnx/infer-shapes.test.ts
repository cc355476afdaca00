import { Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import type { OnnxAttribute, OnnxInitializer, OnnxNode } from "../../src/graph/onnx-node.js";
import { inferShapes, writeModel } from "../../src/onnx/index.js";
import { type DType, float32, ndarray, type Shape, sizeOf } from "../../src/tensor/index.js";
import { node } from "./build.js";
import { run } from "./runtime.js";

/** What the named axes are when the graph runs. */
const sizes: Record<string, number> = { batch: 3, length: 5 };
const sized = (shape: Shape): number[] => shape.map((dim) => (typeof dim === "string" ? sizes[dim]! : dim));

const int = (value: number): OnnxAttribute => ({ type: "int", value });
const ints = (...value: number[]): OnnxAttribute => ({ type: "ints", value });
const text = (value: string): OnnxAttribute => ({ type: "string", value });
const list = (name: string, ...numbers: number[]): OnnxInitializer => ({
  name,
  array: ndarray("int64", [numbers.length], BigInt64Array.from(numbers, BigInt)),
});
const scalar = (name: string, value: number): OnnxInitializer => ({
  name,
  array: ndarray("int64", [], BigInt64Array.of(BigInt(value))),
});
const weight = (name: string, ...shape: number[]): OnnxInitializer => ({
  name,
  array: float32(shape, new Float32Array(sizeOf(shape)).fill(0.5)),
});

interface Case {
  readonly nodes: readonly OnnxNode[];
  readonly x: Shape;
  readonly weights?: readonly OnnxInitializer[];
  readonly opset?: number;
  readonly output?: DType;
}

const graphOf = ({ nodes, x, weights = [], output = "float32" }: Case, y: Shape) => ({
  name: "g",
  inputs: [{ name: "x", dtype: "float32" as const, shape: x }],
  outputs: [{ name: "y", dtype: output, shape: y }],
  initializers: weights,
  nodes,
});

const inferred = (example: Case): Shape | undefined => inferShapes(graphOf(example, [])).get("y");

/** One node from x and weights to y. */
const one = (
  op: string,
  x: Shape,
  attributes: OnnxNode["attributes"] = {},
  weights: readonly OnnxInitializer[] = [],
  more: Partial<Case> & { domain?: string } = {},
): Case => ({
  nodes: [node(op, ["x", ...weights.map(({ name }) => name)], ["y"], attributes, more.domain)],
  x,
  weights,
  ...more,
});

/** `x.view(x.size(0), -1)` as PyTorch writes it. */
const view: OnnxNode[] = [
  node("Shape", ["x"], ["shape"]),
  node("Gather", ["shape", "first"], ["size"], { axis: int(0) }),
  node("Unsqueeze", ["size", "axes"], ["list"]),
  node("Concat", ["list", "open"], ["target"], { axis: int(0) }),
  node("Reshape", ["x", "target"], ["y"]),
];

const image = ["batch", 4, 9, 8];
const cases: [string, Case, Shape][] = [
  ["Relu", one("Relu", ["batch", 4]), ["batch", 4]],
  ["Softmax", one("Softmax", ["batch", 4], { axis: int(-1) }), ["batch", 4]],
  ["Add that stretches both", one("Add", ["batch", 1], {}, [weight("w", 7)]), ["batch", 7]],
  ["Add where a size meets a name", one("Add", ["length"], {}, [weight("w", 2, 5)]), [2, 5]],
  ["Equal", one("Equal", ["batch", 4], {}, [weight("w", 2, 1, 1)], { output: "bool" }), [2, "batch", 4]],
  ["Gemm", one("Gemm", ["batch", 4], {}, [weight("w", 4, 6), weight("b", 6)]), ["batch", 6]],
  [
    "Gemm, both transposed",
    one("Gemm", [4, "batch"], { transA: int(1), transB: int(1) }, [weight("w", 6, 4)]),
    ["batch", 6],
  ],
  ["MatMul", one("MatMul", ["batch", "length", 4], {}, [weight("w", 4, 6)]), ["batch", "length", 6]],
  ["MatMul with a batch of weights", one("MatMul", ["length", 4], {}, [weight("w", 2, 4, 6)]), [2, "length", 6]],
  [
    "MatMul with a vector on the right",
    one("MatMul", ["batch", "length", 4], {}, [weight("w", 4)]),
    ["batch", "length"],
  ],
  ["MatMul with a vector on the left", one("MatMul", [4], {}, [weight("w", 2, 4, 6)]), [2, 6]],
  [
    "FusedMatMul",
    one("FusedMatMul", ["batch", 4, "length"], { transA: int(1), transB: int(1) }, [weight("w", 6, 4)], {
      domain: "com.microsoft",
    }),
    ["batch", "length", 6],
  ],
  ["Conv", one("Conv", image, {}, [weight("w", 5, 4, 3, 3)]), ["batch", 5, 7, 6]],
  [
    "Conv with everything",
    one("Conv", image, { strides: ints(2, 3), pads: ints(1, 0, 2, 1), dilations: ints(2, 1), group: int(2) }, [
      weight("w", 6, 2, 3, 2),
    ]),
    ["batch", 6, 4, 3],
  ],
  [
    "Conv that keeps a named size",
    one("Conv", ["batch", 4, "length"], { pads: ints(1, 1) }, [weight("w", 5, 4, 3)]),
    ["batch", 5, "length"],
  ],
  [
    "Conv with SAME_UPPER",
    one("Conv", image, { auto_pad: text("SAME_UPPER"), strides: ints(2, 3) }, [weight("w", 5, 4, 3, 3)]),
    ["batch", 5, 5, 3],
  ],
  [
    "Conv with VALID",
    one("Conv", image, { auto_pad: text("VALID"), strides: ints(2, 2) }, [weight("w", 5, 4, 2, 2)]),
    ["batch", 5, 4, 4],
  ],
  ["MaxPool", one("MaxPool", image, { kernel_shape: ints(2, 2), strides: ints(2, 2) }), ["batch", 4, 4, 4]],
  [
    "AveragePool padded",
    one("AveragePool", image, { kernel_shape: ints(3, 3), strides: ints(2, 2), pads: ints(1, 1, 1, 1) }),
    ["batch", 4, 5, 4],
  ],
  [
    "MaxPool with ceil_mode that changes nothing",
    one("MaxPool", image, { kernel_shape: ints(3, 2), strides: ints(2, 2), ceil_mode: int(1) }),
    ["batch", 4, 4, 4],
  ],
  ["GlobalAveragePool", one("GlobalAveragePool", image), ["batch", 4, 1, 1]],
  [
    "BatchNormalization",
    one(
      "BatchNormalization",
      image,
      {},
      ["a", "b", "c", "d"].map((name) => weight(name, 4)),
    ),
    image,
  ],
  ["LayerNormalization", one("LayerNormalization", ["batch", 4], {}, [weight("w", 4)]), ["batch", 4]],
  ["Flatten", one("Flatten", image), ["batch", 288]],
  ["Flatten at a negative axis", one("Flatten", ["batch", 1, 6], { axis: int(-1) }), ["batch", 6]],
  ["Reshape to an open batch", one("Reshape", image, {}, [list("to", -1, 288)]), ["batch", 288]],
  ["Reshape that copies axes", one("Reshape", image, {}, [list("to", 0, 0, -1)]), ["batch", 4, 72]],
  [
    "Reshape with a named axis kept apart",
    one("Reshape", ["batch", "length", 8], {}, [list("to", 0, -1, 2, 4)]),
    ["batch", "length", 2, 4],
  ],
  [
    "Reshape by the sizes of the input",
    { nodes: view, x: image, weights: [scalar("first", 0), list("axes", 0), list("open", -1)] },
    ["batch", 288],
  ],
  ["Transpose", one("Transpose", ["batch", "length", 4], { perm: ints(1, 2, 0) }), ["length", 4, "batch"]],
  ["Transpose without an order", one("Transpose", ["batch", "length", 4]), [4, "length", "batch"]],
  ["Squeeze", one("Squeeze", ["batch", 1, 4, 1], {}, [list("axes", 1, -1)]), ["batch", 4]],
  ["Squeeze of all ones", one("Squeeze", [3, 1, 4, 1]), [3, 4]],
  ["Unsqueeze", one("Unsqueeze", ["batch", 4], {}, [list("axes", 0, -1)]), [1, "batch", 4, 1]],
  ["Unsqueeze of opset 11", one("Unsqueeze", ["batch", 4], { axes: ints(1) }, [], { opset: 11 }), ["batch", 1, 4]],
  ["ReduceMean", one("ReduceMean", image, { keepdims: int(0) }, [list("axes", 2, -1)]), ["batch", 4]],
  ["ReduceSum that keeps axes", one("ReduceSum", image, {}, [list("axes", 1)]), ["batch", 1, 9, 8]],
  ["ReduceMax of all", one("ReduceMax", image, { keepdims: int(0) }), []],
  ["ReduceSum of none", one("ReduceSum", image, { noop_with_empty_axes: int(1) }), image],
  [
    "ReduceMean of opset 13",
    one("ReduceMean", image, { axes: ints(1), keepdims: int(0) }, [], { opset: 13 }),
    ["batch", 9, 8],
  ],
  ["ArgMax", one("ArgMax", ["batch", 4], { axis: int(-1), keepdims: int(0) }, [], { output: "int64" }), ["batch"]],
  ["Concat", one("Concat", [2, "length"], { axis: int(0) }, [weight("w", 3, 5)]), [5, "length"]],
  ["Gather", one("Gather", ["batch", "length", 4], { axis: int(1) }, [scalar("last", -1)]), ["batch", 4]],
  ["Gather of several", one("Gather", ["batch", 4], { axis: int(-1) }, [list("places", 0, 3)]), ["batch", 2]],
  [
    "Slice",
    one("Slice", ["batch", 9, 8], {}, [list("s", 1, -3), list("e", 7, 2 ** 31 - 1), list("a", 1, -1), list("t", 4, 1)]),
    ["batch", 2, 3],
  ],
  [
    "Slice backwards",
    one("Slice", [9, 8, 7], {}, [
      list("s", -1, 20, 2),
      list("e", -(2 ** 31), 1, 5),
      list("a", 0, 1, 2),
      list("t", -2, -3, -1),
    ]),
    [5, 2, 0],
  ],
  [
    "Slice of the first axes, beyond their ends",
    one("Slice", [9, 8], {}, [list("s", -20, 12), list("e", 3, 20)]),
    [3, 0],
  ],
  [
    "Slice that keeps a named axis",
    one("Slice", ["batch", 4], {}, [list("s", 0), list("e", 2 ** 31 - 1), list("a", 0)]),
    ["batch", 4],
  ],
  ["Pad", one("Pad", ["batch", 4, 5], {}, [list("p", 0, 1, 2, 0, 3, -1)]), ["batch", 8, 6]],
  [
    "Pad of one axis",
    { nodes: [node("Pad", ["x", "p", "", "a"], ["y"])], x: ["batch", 4, 5], weights: [list("p", 2, 1), list("a", -1)] },
    ["batch", 4, 8],
  ],
  [
    "GatherElements",
    one("GatherElements", [9, 8], {}, [{ name: "i", array: ndarray("int64", [2, 3], new BigInt64Array(6)) }]),
    [2, 3],
  ],
  ["Expand", one("Expand", ["batch", 1], {}, [list("to", 2, 1, 6)]), [2, "batch", 6]],
  ["Shape", one("Shape", image, {}, [], { output: "int64" }), [4]],
  [
    "Constant",
    { nodes: [node("Constant", [], ["c"], { value_ints: ints(1, 4) }), node("Reshape", ["x", "c"], ["y"])], x: [2, 2] },
    [1, 4],
  ],
  [
    "GRU, all states",
    one("GRU", ["length", "batch", 4], { hidden_size: int(6) }, [weight("w", 1, 18, 4), weight("r", 1, 18, 6)]),
    ["length", 1, "batch", 6],
  ],
  [
    "LSTM, last state of both directions",
    {
      nodes: [node("LSTM", ["x", "w", "r"], ["", "y"], { hidden_size: int(6), direction: text("bidirectional") })],
      x: ["length", "batch", 4],
      weights: [weight("w", 2, 24, 4), weight("r", 2, 24, 6)],
    },
    [2, "batch", 6],
  ],
  [
    "weights stored as int8",
    {
      nodes: [node("DequantizeLinear", ["q", "s"], ["w"], { axis: int(1) }), node("MatMul", ["x", "w"], ["y"])],
      x: ["batch", 4],
      weights: [{ name: "q", array: ndarray("int8", [4, 6], new Int8Array(24)) }, weight("s", 6)],
    },
    ["batch", 6],
  ],
];

describe("the shape that is told is the shape that ONNX Runtime gives:", () => {
  test.each(cases)("%s", async (_, example, expected) => {
    expect(inferred(example)).toEqual(expected);
    const shape = sized(example.x);
    const open = expected.map((_, axis) => `axis${axis}`);
    const model = writeModel(graphOf(example, open), { opset: example.opset ?? 20 });
    const { y } = await run(model, { x: new Tensor("float32", new Float32Array(sizeOf(shape)), shape) });
    expect(y!.dims).toEqual(sized(expected));
  });
});

describe("what cannot be told for certain is left out:", () => {
  test.each<[string, Case]>([
    ["an operator without a rule", one("Unheard", ["batch"])],
    ["an operator of another domain", one("Relu", ["batch"], {}, [], { domain: "mine" })],
    [
      "names that differ",
      { nodes: [node("Add", ["x", "t"], ["y"]), node("Transpose", ["x"], ["t"])].reverse(), x: ["batch", "length"] },
    ],
    ["a window over a named axis", one("Conv", ["batch", 4, "length"], {}, [weight("w", 5, 4, 3)])],
    ["a window wider than the image", one("MaxPool", ["batch", 4, 3, 3], { kernel_shape: ints(5, 5) })],
    [
      "ceil_mode with a rest",
      one("MaxPool", image, { kernel_shape: ints(2, 2), strides: ints(2, 2), ceil_mode: int(1) }),
    ],
    ["a reshape that mixes a name with a size", one("Reshape", image, {}, [list("to", -1, 144)])],
    ["a product of two names", one("Flatten", ["batch", "length", 4], { axis: int(2) })],
    [
      "axes that nothing knows",
      { nodes: [node("Cast", ["x"], ["axes"], { to: int(7) }), node("Unsqueeze", ["x", "axes"], ["y"])], x: [2] },
    ],
    ["an axis that is not there", one("Gather", ["batch"], { axis: int(3) }, [list("places", 0)])],
    ["an axis twice", one("Unsqueeze", ["batch"], {}, [list("axes", 0, 0)])],
    ["a part of a named axis", one("Slice", ["batch"], {}, [list("s", 1), list("e", 3)])],
    ["a border around a named axis", one("Pad", ["batch"], {}, [list("p", 1, 0)])],
    ["a sum along a named axis", one("Concat", ["batch", 2], { axis: int(0) }, [weight("w", 3, 2)])],
    ["no inputs at all", { nodes: [node("Add", [], ["y0"]), node("Gemm", [], ["y"])], x: [] }],
  ])("%s", (_, example) => {
    expect(inferred(example)).toBeUndefined();
  });

  test("sizes that are only the default of an input", () => {
    const example = one("Reshape", [6], {}, [list("to", 2, 3)]);
    const graph = graphOf(example, []);
    expect(inferShapes(graph).get("y")).toEqual([2, 3]);
    const overridable = [...graph.inputs, { name: "to", dtype: "int64", shape: [2] } as const];
    expect(inferShapes({ ...graph, inputs: overridable }).get("y")).toBeUndefined();
  });
});
