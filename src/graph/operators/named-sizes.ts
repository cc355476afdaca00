import { formatShape, ShapeError, type Shape } from "../../tensor/index.js";
import { int64s, node, type Expression, type Reference } from "../lowering.js";
import type { Tensor } from "../tensor.js";

/** Where the size of an axis comes from: it is known, or that of an axis of another tensor at the run. */
export type SizeSource = number | { readonly axis: number };

/**
 * A shape whose named axes are those of another tensor.
 * @throws ShapeError if that has no axis of a name
 */
export const sizeSources = (shape: Shape, like: Tensor, where: string): SizeSource[] =>
  shape.map((dim) => {
    if (typeof dim === "number") return dim;
    const axis = like.shape.indexOf(dim);
    if (axis >= 0) return { axis };
    throw new ShapeError(`${where}: ${formatShape(like.shape)} has no axis "${dim}", as ${formatShape(shape)} needs.`);
  });

/** The shape as ONNX computes it from the tensor. */
export function shapeExpression(sources: readonly SizeSource[], like: Reference): Expression {
  if (sources.every((source) => typeof source === "number")) return int64s(sources);
  const parts = sources.map((source) =>
    typeof source === "number" ? int64s([source]) : node("Shape", [like], { start: source.axis, end: source.axis + 1 }),
  );
  return parts.length === 1 ? parts[0]! : node("Concat", parts, { axis: 0 });
}

/** The shape in numbers. */
export const resolveSizes = (sources: readonly SizeSource[], like: readonly number[]): number[] =>
  sources.map((source) => (typeof source === "number" ? source : like[source.axis]!));
