import { ShapeError } from "./errors.js";

/** One axis: a size, or a name such as "batch" for a size known only when the program runs. */
export type Dim = number | string;
/** Sizes of a symbolic tensor, outermost first. */
export type Shape = readonly Dim[];

/** `[batch, 3, 28]` as text, for messages. */
export const formatShape = (shape: Shape): string => `[${shape.join(", ")}]`;

/** True if every axis has a known size. */
export const isStatic = (shape: Shape): shape is readonly number[] => shape.every((dim) => typeof dim === "number");

/** Number of elements of a static shape; 1 for a scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);

/** True if both shapes have the same axes, by size or name. */
export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((dim, i) => dim === b[i]);

/** Elements to step over for one step along each axis of a row-major array. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

/**
 * The axis counted from the start.
 * @param axis -rank … rank - 1; negative counts from the end
 * @throws ShapeError if the shape has no such axis
 */
export function normalizeAxis(axis: number, shape: Shape, where: string): number {
  const normalized = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(axis) || normalized < 0 || normalized >= shape.length) {
    throw new ShapeError(
      `${where}: there is no axis ${axis} in ${formatShape(shape)}. Use ${-shape.length} to ${shape.length - 1}.`,
    );
  }
  return normalized;
}

/**
 * The shape that NumPy's broadcasting gives: axes are aligned at the end, a size of 1 stretches.
 * A named axis meets only itself or 1.
 * @throws ShapeError where two sizes differ and neither is 1
 */
export function broadcastShapes(a: Shape, b: Shape, where: string): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[i - rank + a.length] ?? 1;
    const right = b[i - rank + b.length] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    throw new ShapeError(
      `${where}: ${formatShape(a)} and ${formatShape(b)} do not broadcast: ${left} meets ${right}. ` +
        `Aligned at the end, sizes must be equal or 1.`,
    );
  });
}
