import { formatShape, sameShape, ShapeError, sizeOf, type Shape } from "../../tensor/index.js";
import { defineOperator, type Binary } from "../define-operator.js";
import { int64s, node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { resolveSizes, shapeExpression, sizeSources, type SizeSource } from "./named-sizes.js";

const reshapeOperator = defineOperator("reshape", {
  inputs: ["x"],
  options: { shape: [] as Shape },
  shape: (_, { shape }) => shape,
  gradient: (dy, [x], y) => [isSolvable(y.shape, x.shape) ? reshape(dy, x.shape) : reshapeLike(dy, x)],
  onnx: ([x], { shape }) => node("Reshape", [x, int64s(runtimeShape(x.shape, shape))]),
  evaluate: ([x], { shape }) => ({ shape: solve(shape, x.shape), data: x.data }),
});

/** x in the shape of another tensor of as many elements, whose numbers do not matter: for several named axes at once. */
export const reshapeLike: Binary = defineOperator("reshapeLike", {
  inputs: ["x", "like"],
  shape: ([, like]) => like.shape,
  gradient: (dy, [x]) => [reshapeLike(dy, x), undefined],
  onnx: ([x, like]) => node("Reshape", [x, node("Shape", [like])]),
  evaluate: ([x, like]) => ({ shape: like.shape, data: x.data }),
});

/** A reshape in which several named axes move: their sizes are those of `like`. */
const reshapeNamed = defineOperator("reshapeNamed", {
  inputs: ["x", "like"],
  options: { shape: [] as Shape, sizes: [] as readonly SizeSource[] },
  shape: (_, { shape }) => shape,
  gradient: (dy, [x]) => [reshapeLike(dy, x), undefined],
  onnx: ([x, like], { sizes }) => node("Reshape", [x, shapeExpression(sizes, like)]),
  evaluate: ([x, like], { sizes }) => ({ shape: resolveSizes(sizes, like.shape), data: x.data }),
});

/**
 * The same numbers, row-major, in another shape.
 * @param shape     sizes and names of axes; one may be -1, what is left
 * @param namesFrom a tensor with axes of these names, needed where more than one named axis moves: at the run their sizes
 *                  are read from it
 * @throws ShapeError if the number of elements differs, or the shape cannot be told from that of x
 */
export function reshape(x: Tensor, shape: Shape, { namesFrom }: { namesFrom?: Tensor } = {}): Tensor {
  const wanted = inferRest(x.shape, shape);
  if (sameShape(x.shape, wanted)) return x;
  const fits = hasAsMany(x.shape, wanted);
  if (fits && isSolvable(x.shape, wanted)) return reshapeOperator(x, { shape: wanted });
  if (fits && namesFrom) {
    return reshapeNamed(x, namesFrom, { shape: wanted, sizes: sizeSources(wanted, namesFrom, "reshape") });
  }
  throw new ShapeError(
    `reshape: ${formatShape(x.shape)} has not as many elements as ${formatShape(wanted)}, ` +
      `or more than one named axis moves.`,
  );
}

/** x with all axes from `start` on made one: `[batch, 64, 7, 7]` → `[batch, 3136]`. */
export const flatten = (x: Tensor, start = 1): Tensor => reshape(x, [...x.shape.slice(0, start), -1]);

/** x with an axis of size 1 inserted before `axis`. */
export const unsqueeze = (x: Tensor, axis: number): Tensor => {
  const position = axis < 0 ? axis + x.rank + 1 : axis;
  return reshape(x, [...x.shape.slice(0, position), 1, ...x.shape.slice(position)]);
};

/** x without an axis of size 1. */
export const squeeze = (x: Tensor, axis: number): Tensor => {
  const position = axis < 0 ? axis + x.rank : axis;
  if (x.shape[position] !== 1) throw new ShapeError(`squeeze: axis ${axis} of ${formatShape(x.shape)} is not 1.`);
  return reshape(x, x.shape.toSpliced(position, 1));
};

/** Splits a shape into the product of its sizes and the sorted names of its named axes; "6*batch" is both. */
function elements(shape: Shape): { size: number; names: string[] } {
  const factors = shape.flatMap((dim) => String(dim).split("*"));
  const isName = (factor: string) => Number.isNaN(Number(factor));
  return { size: sizeOf(factors.filter((f) => !isName(f)).map(Number)), names: factors.filter(isName).sort() };
}

function inferRest(from: Shape, shape: Shape): Shape {
  const rest = shape.indexOf(-1);
  if (rest === -1) return shape;
  const all = elements(from);
  const rests = elements(shape.filter((_, axis) => axis !== rest));
  const names = [...all.names];
  for (const name of rests.names) names.splice(names.indexOf(name), names.includes(name) ? 1 : 0);
  const size = all.size / rests.size;
  return shape.with(rest, names.length === 0 ? size : size === 1 ? names.join("*") : `${size}*${names.join("*")}`);
}

function hasAsMany(from: Shape, to: Shape): boolean {
  const [before, after] = [elements(from), elements(to)];
  return before.size === after.size && before.names.join() === after.names.join();
}

/** True if both have as many elements and at most one named axis has to be solved for at the run. */
function isSolvable(from: Shape, to: Shape): boolean {
  if (!hasAsMany(from, to)) return false;
  const moved = to.filter((dim, axis) => typeof dim === "string" && from[axis] !== dim);
  if (moved.length > 1) return false;
  return runtimeShape(from, to).filter((size) => size === -1).length <= 1;
}

/** The target of ONNX Reshape: 0 copies the size of the same axis, -1 is solved for. */
const runtimeShape = (from: Shape, to: Shape): number[] =>
  to.map((dim, axis) => (typeof dim === "number" ? dim : from[axis] === dim ? 0 : -1));

function solve(to: Shape, from: readonly number[]): number[] {
  const known = to.map((dim) => (typeof dim === "number" ? dim : -1));
  if (!known.includes(-1)) return known;
  const open = known.filter((size) => size === -1).length;
  if (open > 1) return known.map((size, axis) => (size === -1 ? from[axis]! : size));
  const rest = sizeOf(from) / sizeOf(known.filter((size) => size !== -1));
  return known.map((size) => (size === -1 ? rest : size));
}
