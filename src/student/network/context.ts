import type { Kernel } from "../kernel/kernel.js";
import { StudentError } from "../student-error.js";
import { readAll, type Weight } from "../weights.js";
import { rowBytes, type Arena } from "./arena.js";

/** What layers are built with. */
export interface Context {
  readonly arena: Arena;
  readonly kernel: Kernel;
  readonly weights: ReadonlyMap<string, Weight>;
  /** The most words of a text. */
  readonly maxLength: number;
  /** The text at hand: its words as rows of the table. Changed before each run. */
  readonly text: { ids: ArrayLike<number>; count: number };
}

/** A layer that is ready to run, and what it gives. */
export interface BuiltLayer<F> {
  readonly form: F;
  run(): void;
}

/** @throws StudentError if there is no such weight, or it has another shape; `undefined` allows any size */
export function findWeight(context: Context, name: string, shape: readonly (number | undefined)[]): Weight {
  const weight = context.weights.get(name);
  if (!weight) throw new StudentError(`The student has no weight "${name}", which one of its layers names.`);
  const fits = weight.shape.length === shape.length && shape.every((n, i) => n === undefined || n === weight.shape[i]);
  if (fits) return weight;
  const expected = shape.map((n) => n ?? "any").join(", ");
  throw new StudentError(`The student's weight "${name}" is [${weight.shape.join(", ")}], expected [${expected}].`);
}

/** Puts a vector into the memory. */
export function placeVector(context: Context, name: string, length: number): number {
  const values = readAll(findWeight(context, name, [length]));
  const at = context.arena.reserve(rowBytes(length));
  context.arena.floats(at, length).set(values);
  return at;
}

/** Zeros in place of a vector that a layer does not have. */
export const zeros = (context: Context, length: number): number => context.arena.reserve(rowBytes(length));

/**
 * Puts a matrix into the memory as `multiply` reads it: `[out, in]` becomes a row for each input.
 * @param place where column `i` of the matrix goes, and where row `o`; default in their order
 * @param rows  of the matrix in memory, where inputs are spread out
 * @param columns numbers of each of them, where outputs are
 */
export function placeMatrix(
  context: Context,
  values: Float32Array,
  { outs, ins, columns = outs, column = same, rows = ins, row = same }: MatrixPlan,
): number {
  const step = rowBytes(columns) / 4;
  const at = context.arena.reserve(4 * rows * step);
  const target = context.arena.floats(at, rows * step);
  for (let o = 0; o < outs; o++) {
    for (let i = 0; i < ins; i++) target[row(i) * step + column(o)] = values[o * ins + i]!;
  }
  return at;
}

export interface MatrixPlan {
  readonly outs: number;
  readonly ins: number;
  readonly columns?: number;
  readonly column?: (out: number) => number;
  readonly rows?: number;
  readonly row?: (input: number) => number;
}

const same = (index: number): number => index;
