import { expect, test } from "vitest";
import {
  add,
  ancestors,
  broadcastLike,
  constant,
  Constant,
  div,
  exp,
  grad,
  input,
  logSoftmax,
  lower,
  maxPool2d,
  mul,
  neg,
  pow,
  relu,
  simplify,
  softmax,
  stopGradient,
  sub,
  sum,
  type Input,
  type Tensor,
} from "../../src/graph/index.js";

const x = input("x", ["batch", 3]);
const y = input("y", ["batch", 3]);

/** Names of the operators that are left. */
const left = (...outputs: Tensor[]): string[] =>
  ancestors(simplify(outputs)).flatMap(({ operator, inputs }) => (inputs.length > 0 ? [operator.name] : []));

const nodes = (outputs: Tensor[], inputs: Input[]): string[] =>
  lower("test", {
    inputs: new Map(inputs.map((tensor) => [tensor.name, tensor])),
    outputs: new Map(simplify(outputs).map((tensor, i) => [`output${i}`, tensor])),
  }).nodes.map(({ op }) => op);

test("constants are folded", () => {
  const [folded] = simplify([exp(add(constant([1, 2]), 1))]);
  expect(folded).toBeInstanceOf(Constant);
  expect((folded as Constant).value.data).toEqual(Float64Array.of(Math.exp(2), Math.exp(3)));
  expect(left(mul(x, div(constant(6), 2)))).toEqual(["mul"]);
});

test("equal subexpressions are computed once", () => {
  expect(left(add(exp(mul(x, y)), neg(exp(mul(x, y)))))).toEqual(["mul", "exp", "neg", "add"]);
  expect(left(softmax(x), softmax(x, { axis: -1 }))).toEqual(["softmax"]);
  expect(left(softmax(x), softmax(x, { axis: 0 }))).toEqual(["softmax", "softmax"]);
});

test("what no output needs is dropped", () => {
  exp(mul(x, y));
  expect(left(neg(x))).toEqual(["neg"]);
});

test.each<[string, Tensor]>([
  ["x + 0", add(x, 0)],
  ["0 + x", add(0, x)],
  ["x - 0", sub(x, 0)],
  ["x · 1", mul(x, 1)],
  ["x / 1", div(x, 1)],
  ["x to the power of 1", pow(x, 1)],
  ["x behind stopGradient", stopGradient(x)],
])("%s is x", (_, tensor) => expect(simplify([tensor])).toEqual([x]));

test("a neutral operation that stretches x stays", () => {
  expect(left(add(x, constant([[[0]]])))).toEqual(["add"]);
});

test("element-wise operators take what was stretched as it was", () => {
  expect(left(mul(broadcastLike(input("row", [3]), x), x))).toEqual(["mul"]);
});

test("the gradient of log-softmax uses the softmax that is at hand: one exponential, no second softmax", () => {
  const loss = sum(mul(logSoftmax(x), y));
  expect(nodes([loss, ...grad(loss, [x])], [x, y]).filter((op) => /Softmax|Exp/.test(op))).toEqual([
    "LogSoftmax",
    "Exp",
  ]);
});

test("the gradient of relu needs one comparison, one cast and one product", () => {
  expect(nodes([relu(x), ...grad(sum(mul(relu(x), y)), [x])], [x, y])).toEqual(["Relu", "Greater", "Cast", "Mul"]);
});

test("max pooling and its gradient share one MaxPool", () => {
  const images = input("images", ["batch", 1, 4, 4]);
  const pooled = maxPool2d(images, { kernel: 2 });
  const ops = nodes([pooled, ...grad(sum(mul(pooled, pooled)), [images])], [images]);
  expect(ops.filter((op) => op === "MaxPool")).toHaveLength(1);
});
