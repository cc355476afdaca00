import type { DType, NDArray, Shape } from "../tensor/index.js";
import type { OnnxAttribute } from "./onnx-node.js";

/**
 * What an operator lowers itself to: nested ONNX nodes over its inputs. `compile` flattens them, shares equal ones and
 * gives names.
 */
export type Expression = Reference | ConstantExpression | NodeExpression | OutputExpression;

/** One of the operator's inputs, already lowered. */
export interface Reference {
  readonly kind: "reference";
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
}

export interface ConstantExpression {
  readonly kind: "constant";
  readonly array: NDArray;
}

export interface NodeExpression {
  readonly kind: "node";
  readonly op: string;
  readonly domain: string;
  /** undefined: an optional input that is left out. */
  readonly inputs: readonly (Expression | undefined)[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  readonly outputs: number;
}

/** One of several outputs of a node. */
export interface OutputExpression {
  readonly kind: "output";
  readonly node: NodeExpression;
  readonly index: number;
}

/** What the nodes may use beyond standard ONNX. */
export interface Target {
  /** ONNX Runtime's own operators of the domain com.microsoft. */
  readonly contrib: boolean;
  /**
   * Channels in a block of ONNX Runtime's blocked image layout on this processor, of the domain com.microsoft.nchwc;
   * 1 where it has none.
   */
  readonly nchwcBlock: number;
}

/** ONNX as every runtime reads it: what is exported. */
export const standardOnnx: Target = { contrib: false, nchwcBlock: 1 };

type AttributeLike = number | string | readonly number[] | OnnxAttribute | undefined;

/**
 * An ONNX node. Plain numbers are integer attributes; wrap real ones in `real`. Attributes that are undefined are left
 * out.
 */
export function node(
  op: string,
  inputs: readonly (Expression | undefined)[],
  attributes: Readonly<Record<string, AttributeLike>> = {},
  { domain = "", outputs = 1 }: { domain?: string; outputs?: number } = {},
): NodeExpression {
  const tagged = Object.entries(attributes)
    .filter((entry): entry is [string, Exclude<AttributeLike, undefined>] => entry[1] !== undefined)
    .map(([name, value]) => [name, tag(value)] as const);
  return { kind: "node", op, domain, inputs, attributes: Object.fromEntries(tagged), outputs };
}

/** Output number `index` of a node with several. */
export const output = (from: NodeExpression, index: number): OutputExpression => ({
  kind: "output",
  node: from,
  index,
});

/** A floating-point attribute. */
export const real = (value: number): OnnxAttribute => ({ type: "float", value });

/** Numbers written into the graph. */
export const literal = (array: NDArray): ConstantExpression => ({ kind: "constant", array });

/** A list of integers as an int64 input: axes, shapes, starts and ends. */
export const int64s = (values: readonly number[]): ConstantExpression =>
  literal({ dtype: "int64", shape: [values.length], data: BigInt64Array.from(values, BigInt) });

/** A float32 scalar. */
export const scalar = (value: number): ConstantExpression =>
  literal({ dtype: "float32", shape: [], data: Float32Array.of(value) });

function tag(value: Exclude<AttributeLike, undefined>): OnnxAttribute {
  if (typeof value === "number") return { type: "int", value };
  if (typeof value === "string") return { type: "string", value };
  if (Array.isArray(value)) return { type: "ints", value: value as readonly number[] };
  return value as OnnxAttribute;
}
