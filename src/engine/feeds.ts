import type { Input, Tensor } from "../graph/index.js";
import {
  arrayClass,
  formatShape,
  LimbeckError,
  ShapeError,
  sizeOf,
  type NDArray,
  type Shape,
} from "../tensor/index.js";
import type { Arrays } from "./runtime.js";

/**
 * Checks what a run is fed.
 * @returns the sizes of the named axes
 * @throws LimbeckError for feeds that are missing, unknown, or of a shape or dtype that the input does not have
 */
export function checkFeeds(
  expected: ReadonlyMap<string, Input>,
  feeds: Arrays,
  name: string,
): ReadonlyMap<string, number> {
  const needs = `It needs ${[...expected.keys()].join(", ")}.`;
  const sizes = new Map<string, number>();
  for (const [inputName, { dtype, shape }] of expected) {
    const given = feeds[inputName];
    if (!given) throw new LimbeckError(`${name}: the input ${inputName} is not fed. ${needs}`);
    const fits =
      given.dtype === dtype &&
      given.shape.length === shape.length &&
      shape.every((dim, axis) => {
        const size = given.shape[axis]!;
        if (typeof dim === "number") return dim === size;
        if (!sizes.has(dim)) sizes.set(dim, size);
        return sizes.get(dim) === size;
      });
    if (fits) continue;
    const named = [...sizes].map(([dim, size]) => `${dim} = ${size}`).join(", ");
    throw new ShapeError(
      `${name}: the input ${inputName} is ${given.dtype} ${formatShape(given.shape)}, ` +
        `expected ${dtype} ${formatShape(shape)}${named && ` with ${named}`}.`,
    );
  }
  for (const given of Object.keys(feeds)) {
    if (!expected.has(given)) throw new LimbeckError(`${name}: there is no input ${given}. ${needs}`);
  }
  return sizes;
}

/** Zeros in the shape of a tensor, whose named axes have these sizes. */
export function emptyArray({ dtype, shape }: Tensor, sizes: ReadonlyMap<string, number>): NDArray {
  const known = runtimeShape(shape, sizes);
  return { dtype, shape: known, data: new arrayClass[dtype](sizeOf(known)) };
}

/** A shape in numbers, whose named axes (also a product of them, "6*batch") have these sizes. */
export const runtimeShape = (shape: Shape, sizes: ReadonlyMap<string, number>): number[] =>
  shape.map((dim) =>
    String(dim)
      .split("*")
      .reduce((size, factor) => size * (sizes.get(factor) ?? Number(factor)), 1),
  );
