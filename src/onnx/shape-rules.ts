import type { Dim, Shape } from "../tensor/index.js";
import { pad, slice } from "./cut-shapes.js";
import { broadcast, divide, normalize } from "./dims.js";
import type { NodeFacts } from "./node-facts.js";
import { convolution, pooling } from "./window-shapes.js";

/** The shapes of a node's outputs, undefined where they cannot be told for certain. */
export type ShapeRule = (facts: NodeFacts) => readonly (Shape | undefined)[];

/** Rule for one output, of whose shape nothing is known where an input's is not. */
const single =
  (rule: (facts: NodeFacts, first: Shape) => Shape | undefined): ShapeRule =>
  (facts) => {
    const first = facts.shape(0);
    return [first && rule(facts, first)];
  };

const sameAsFirst = single((_, x) => x);

const broadcasting: ShapeRule = ({ node, shape }) => [
  node.inputs.map((_, i) => shape(i)).reduce((a, b) => a && b && broadcast(a, b), []),
];

const gemm = single(({ shape, integer }, a) => {
  const b = shape(1);
  if (a.length !== 2 || b?.length !== 2) return undefined;
  return [integer("transA", 0) ? a[1]! : a[0]!, integer("transB", 0) ? b[0]! : b[1]!];
});

/** As NumPy's matmul: leading axes broadcast, a vector counts as a row on the left and a column on the right. */
const matmul = single(({ shape }, a) => product(a, shape(1)));

const fusedMatmul = single(({ shape, integer }, a) => {
  const b = shape(1);
  if (b === undefined || a.length < 2 || b.length < 2) return undefined;
  if (integer("transBatchA", 0) || integer("transBatchB", 0)) return undefined;
  return product(integer("transA", 0) ? swapLast(a) : a, integer("transB", 0) ? swapLast(b) : b);
});

const swapLast = (shape: Shape): Shape => [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!];

function product(a: Shape, b: Shape | undefined): Shape | undefined {
  if (b === undefined || a.length === 0 || b.length === 0) return undefined;
  const batch = broadcast(a.slice(0, -2), b.slice(0, -2));
  return batch && [...batch, ...a.slice(-2, -1), ...(b.length > 1 ? b.slice(-1) : [])];
}

const globalPool = single((_, x) => (x.length < 3 ? undefined : [x[0]!, x[1]!, ...x.slice(2).map(() => 1)]));

const flatten = single(({ integer }, x) => {
  const axis = integer("axis", 1);
  const split = axis < 0 ? axis + x.length : axis;
  if (split < 0 || split > x.length) return undefined;
  const [rows, columns] = [divide(x.slice(0, split), []), divide(x.slice(split), [])];
  return rows === undefined || columns === undefined ? undefined : [rows, columns];
});

const reshape = single(({ contents, integer }, x) => {
  const target = contents(1);
  if (target === undefined) return undefined;
  const copied = target.map((dim, axis) => (dim === 0 && !integer("allowzero", 0) ? x[axis] : dim));
  if (copied.includes(undefined)) return undefined;
  const known = copied as Dim[];
  const open = divide(
    x,
    known.filter((dim) => dim !== -1),
  );
  if (!known.includes(-1)) return known;
  return open === undefined ? undefined : known.map((dim) => (dim === -1 ? open : dim));
});

const transpose = single(({ integers }, x) => {
  const order = integers("perm") ?? x.map((_, i) => x.length - 1 - i);
  const permuted = order.map((axis) => x[axis]);
  return permuted.length === x.length && !permuted.includes(undefined) ? (permuted as Dim[]) : undefined;
});

/** Axes are an attribute up to opset 12, the second input since 13 (of most reductions since 18). */
const axesOf = ({ integers, contents, node }: NodeFacts): Shape | undefined =>
  node.inputs[1] ? contents(1) : integers("axes");

const squeeze = single((facts, x) => {
  const given = axesOf(facts);
  if (given === undefined && (facts.node.inputs[1] || x.some((dim) => typeof dim === "string"))) return undefined;
  const axes = given ? normalize(given, x.length) : x.flatMap((dim, axis) => (dim === 1 ? [axis] : []));
  return axes && x.filter((_, axis) => !axes.includes(axis));
});

const unsqueeze = single((facts, x) => {
  const given = axesOf(facts);
  const axes = given && normalize(given, x.length + given.length);
  if (axes === undefined) return undefined;
  const rest = [...x];
  return Array.from({ length: x.length + axes.length }, (_, axis) => (axes.includes(axis) ? 1 : rest.shift()!));
});

const reduction = single((facts, x) => {
  const given = axesOf(facts);
  if (given === undefined && facts.node.inputs[1]) return undefined;
  if (!given?.length && facts.integer("noop_with_empty_axes", 0)) return x;
  const axes = given?.length ? normalize(given, x.length) : x.map((_, axis) => axis);
  return axes && reduced(x, axes, facts.integer("keepdims", 1) !== 0);
});

const argReduction = single(({ integer }, x) => {
  const axes = normalize([integer("axis", 0)], x.length);
  return axes && reduced(x, axes, integer("keepdims", 1) !== 0);
});

const reduced = (x: Shape, axes: readonly number[], keep: boolean): Shape =>
  keep ? x.map((dim, axis) => (axes.includes(axis) ? 1 : dim)) : x.filter((_, axis) => !axes.includes(axis));

const concat = single(({ node, shape, integer }, x) => {
  const [axis] = normalize([integer("axis", 0)], x.length) ?? [];
  const parts = node.inputs.map((_, i) => (axis === undefined ? undefined : shape(i)?.[axis]));
  if (!parts.every((part) => typeof part === "number")) return undefined;
  return x.map((dim, i) => (i === axis ? parts.reduce((a, b) => a + b, 0) : dim));
});

const gather = single(({ shape, integer }, x) => {
  const indices = shape(1);
  const [axis] = normalize([integer("axis", 0)], x.length) ?? [];
  return indices && axis !== undefined ? [...x.slice(0, axis), ...indices, ...x.slice(axis + 1)] : undefined;
});

const expand = single(({ contents }, x) => {
  const target = contents(1);
  return target && broadcast(x, target);
});

const constant: ShapeRule = ({ node }) => {
  const { value, value_ints, value_floats, value_int, value_float } = node.attributes;
  if (value?.type === "tensor") return [value.value.shape];
  const list = value_ints ?? value_floats;
  if (list?.type === "ints" || list?.type === "floats") return [[list.value.length]];
  return [value_int || value_float ? [] : undefined];
};

/** Outputs Y, Y_h and, for LSTM, Y_c of a recurrent layer over x of [length, batch, inputs]. */
const recurrent: ShapeRule = ({ node, shape, integer }) => {
  const x = shape(0);
  const hidden = integer("hidden_size", 0);
  if (x?.length !== 3 || hidden < 1 || integer("layout", 0) !== 0) return [];
  const direction = node.attributes["direction"];
  const directions = direction?.type === "string" && direction.value === "bidirectional" ? 2 : 1;
  const last = [directions, x[1]!, hidden];
  return [[x[0]!, ...last], last, last];
};

const dropout: ShapeRule = ({ shape }) => [shape(0), shape(0)];

/** The rule for each of the operators on a list of names. */
const each = (names: string, rule: ShapeRule): [string, ShapeRule][] => names.split(" ").map((name) => [name, rule]);

/** By domain and name. Operators that are not here have outputs of unknown shape. */
export const shapeRules: ReadonlyMap<string, ShapeRule> = new Map([
  ...each(
    "Abs BatchNormalization BitwiseNot Cast Ceil Celu Clip Cos CumSum DequantizeLinear Elu Erf Exp Floor Gelu " +
      "GroupNormalization HardSigmoid HardSwish Identity InstanceNormalization IsInf IsNaN LRN LayerNormalization " +
      "LeakyRelu Log LogSoftmax LpNormalization Mish Neg Not PRelu QuantizeLinear Reciprocal Relu Round " +
      "ScatterElements ScatterND Selu Sigmoid Sign Sin Softmax Softplus Softsign Sqrt Tan Tanh ThresholdedRelu Trilu",
    sameAsFirst,
  ),
  ...each(
    "Add And BitShift BitwiseAnd BitwiseOr BitwiseXor Div Equal Greater GreaterOrEqual Less LessOrEqual Max Mean " +
      "Min Mod Mul Or Pow Sub Sum Where Xor",
    broadcasting,
  ),
  ...each(
    "ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum " +
      "ReduceSumSquare",
    reduction,
  ),
  ...each("ArgMax ArgMin", argReduction),
  ...each("GlobalAveragePool GlobalLpPool GlobalMaxPool", globalPool),
  ...each("AveragePool MaxPool", single(pooling)),
  ...each("GRU LSTM RNN", recurrent),
  ["Concat", concat],
  ["Constant", constant],
  ["Conv", single(convolution)],
  ["Dropout", dropout],
  ["Expand", expand],
  ["Flatten", flatten],
  ["Gather", gather],
  ["GatherElements", ({ shape }) => [shape(1)]],
  ["Gemm", gemm],
  ["MatMul", matmul],
  ["Pad", single(pad)],
  ["Reshape", reshape],
  ["Shape", ({ shape, node }) => [node.attributes["start"] || node.attributes["end"] ? undefined : rankOf(shape(0))]],
  ["Slice", single(slice)],
  ["Squeeze", squeeze],
  ["Transpose", transpose],
  ["Unsqueeze", unsqueeze],
  ["com.microsoft.FusedMatMul", fusedMatmul],
  ...each("com.microsoft.FastGelu com.microsoft.Gelu com.microsoft.QuickGelu", sameAsFirst),
]);

const rankOf = (shape: Shape | undefined): Shape | undefined => shape && [shape.length];
