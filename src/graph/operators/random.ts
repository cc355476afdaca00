import { formatShape, isStatic, mix32, ShapeError, sizeOf, type Dim } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { int64s, literal, node, scalar, type Expression, type Reference } from "../lowering.js";
import { dataTypes } from "../onnx-node.js";
import type { Tensor, TensorLike } from "../tensor.js";
import { generate, mapValues } from "../value.js";
import { lessEqual } from "./comparison.js";
import { shapeOf } from "./shape-expressions.js";

/**
 * Random numbers from a counter: no state, so that a run resumed at a step draws what an unbroken one would have drawn.
 * Row b of what a node draws at a step gets an odd number r_b, hashed from (seed, step, node, b); column j gets an odd
 * number c_j, hashed from j alone. The number at [b, j] is r_b · c_j mod 2³², of which the upper bits are used: one
 * multiplication an element (multiplicative hashing: Dietzfelbinger et al. 1997, "A reliable randomized algorithm for the
 * closest-pair problem", section 2.1), as cheap as a graph can draw, and independent enough from element to element.
 */
const randomBits = defineOperator("randomBits", {
  inputs: ["like", "seed", "step"],
  options: { node: 0 },
  shape: ([like, seed, step]) => {
    for (const [name, tensor] of Object.entries({ seed, step })) {
      if (tensor.rank === 0 && tensor.dtype === "uint32") continue;
      throw new ShapeError(
        `random numbers: the ${name} is ${tensor.dtype} of rank ${tensor.rank}, expected a uint32 scalar.`,
      );
    }
    return like.shape;
  },
  dtype: () => "uint32",
  onnx: ([like, seed, step], options) => {
    const key = mixed(node("BitwiseXor", [mixed(seed), step]));
    const shift = uint32(rowShift(options.node));
    const counters = node("Add", [node("Mul", [uint32Range(rowCount(like)), uint32(golden)]), shift]);
    const rows = node("BitwiseOr", [mixed(node("Add", [counters, key])), uint32(1)]);
    const rank = like.shape.length;
    if (rank <= 1) return node("Reshape", [rows, shapeOf(like)]);
    const column = node("Reshape", [rows, int64s([-1, ...like.shape.slice(1).map(() => 1)])]);
    return node("Mul", [column, columnsOf(like)]);
  },
  evaluate: ([like, seed, step], options) => {
    const key = mix32(mix32(seed.data[0]!) ^ step.data[0]!);
    const columns = sizeOf(like.shape.slice(1));
    let position = 0;
    return generate(like.shape, () => {
      const row = Math.floor(position / columns);
      const column = position++ % columns;
      const r = mix32((Math.imul(row, golden) + rowShift(options.node) + key) | 0) | 1;
      return like.shape.length <= 1 ? r >>> 0 : Math.imul(r, columnNumber(column)) >>> 0;
    });
  },
});

/** 2³² divided by the golden ratio, odd: steps of it spread counters over all 32 bits. */
const golden = 0x9e3779b9;
const columnShift = 0x7f4a7c15;
const rowShift = (id: number): number => mix32(mix32(id) + golden);
const columnNumber = (column: number): number => mix32((Math.imul(column, golden) + columnShift) | 0) | 1;

const uint32 = (value: number): Expression => literal({ dtype: "uint32", shape: [], data: Uint32Array.of(value) });
const int32 = (value: number): Expression => literal({ dtype: "int32", shape: [], data: Int32Array.of(value) });

/** `mix32` of src/tensor/random.ts in ONNX, bit for bit. */
function mixed(x: Expression): Expression {
  const fold = (x: Expression, bits: number) =>
    node("BitwiseXor", [x, node("BitShift", [x, uint32(bits)], { direction: "RIGHT" })]);
  const first = node("Mul", [fold(x, 16), uint32(0x85ebca6b)]);
  return fold(node("Mul", [fold(first, 13), uint32(0xc2b2ae35)]), 16);
}

/** 0, 1, ..., n - 1 as uint32. */
const uint32Range = (n: Expression): Expression =>
  node("Cast", [node("Range", [int32(0), node("Cast", [n], { to: dataTypes.int32 }), int32(1)])], {
    to: dataTypes.uint32,
  });

/** How many rows x has; 1 for a scalar. */
function rowCount(x: Reference): Expression {
  const rows: Dim = x.shape[0] ?? 1;
  if (typeof rows === "number") return int32(rows);
  return node("Squeeze", [node("Shape", [x], { start: 0, end: 1 })]);
}

/** The numbers c_j, `[1, ...]`: folded into a constant when the session loads, where all sizes but the first are known. */
function columnsOf(x: Reference): Expression {
  const rest = x.shape.slice(1);
  const sizes = isStatic(rest) ? int64s(rest) : node("Shape", [x], { start: 1 });
  const count = isStatic(rest) ? int32(sizeOf(rest)) : node("ReduceProd", [sizes], { keepdims: 0 });
  const counters = node("Add", [node("Mul", [uint32Range(count), uint32(golden)]), uint32(columnShift)]);
  return node("Reshape", [node("BitwiseOr", [mixed(counters), uint32(1)]), sizes]);
}

/** The upper 24 bits of a uint32 as a multiple of 2⁻²⁴ in [0, 1): as many as a float32 holds. */
const unitInterval = defineOperator("unitInterval", {
  inputs: ["bits"],
  shape: ([bits]) => bits.shape,
  dtype: () => "float32",
  onnx: ([bits]) => {
    const upper = node("Cast", [node("BitShift", [bits, uint32(8)], { direction: "RIGHT" })], {
      to: dataTypes.float32,
    });
    return node("Mul", [upper, scalar(2 ** -24)]);
  },
  evaluate: ([bits]) => mapValues((x) => Math.floor(x / 256) / 2 ** 24, bits),
});

/** The largest uint32 that counts as "keep": ⌊keep · 2²⁴⌋ · 2⁸ - 1. */
const keepThreshold = defineOperator("keepThreshold", {
  inputs: ["keep"],
  shape: ([keep]) => {
    if (keep.rank === 0) return [];
    throw new ShapeError(`randomMask: keep is ${formatShape(keep.shape)}, expected a number or a scalar.`);
  },
  dtype: () => "uint32",
  onnx: ([keep]) => {
    const units = node("Cast", [node("Mul", [keep, scalar(2 ** 24)])], { to: dataTypes.uint32 });
    return node("Add", [node("Mul", [units, uint32(256)]), uint32(0xffffffff)]);
  },
  evaluate: ([keep]) => mapValues((keep) => (Math.floor(Math.fround(keep) * 2 ** 24) * 256 - 1) >>> 0, keep),
});

/** Which random numbers to draw: equal keys give equal numbers. */
export interface RandomKey {
  /** A uint32 scalar, the same for a whole run. */
  readonly seed: Tensor;
  /** A uint32 scalar that counts training steps. */
  readonly step: Tensor;
  /** Tells one place of the model from another, such as one dropout layer from the next: any integer. */
  readonly node: number;
}

/**
 * Uniform random numbers in [0, 1), multiples of 2⁻²⁴, float32, in the shape of another tensor whose numbers do not matter.
 * Reproducible: they depend on the key and the position alone.
 * @throws ShapeError if seed or step is no uint32 scalar
 */
export const randomUniform = (like: Tensor, { seed, step, node }: RandomKey): Tensor =>
  unitInterval(randomBits(like, seed, step, { node }));

/**
 * True with a probability of `keep` at each position of another tensor, whose numbers do not matter: the mask of dropout.
 * @param keep 0 < keep ≤ 1, told in multiples of 2⁻²⁴; a scalar tensor where a sweep moves it
 * @throws ShapeError if seed or step is no uint32 scalar
 * @example where(randomMask(x, 0.8, { seed, step, node: 3 }), 1.25, 0) // times x: dropout with a rate of 0.2
 */
export function randomMask(like: Tensor, keep: TensorLike, { seed, step, node }: RandomKey): Tensor {
  return lessEqual(randomBits(like, seed, step, { node }), keepThreshold(keep));
}
