import type { Dim, Shape } from "../tensor/index.js";

/**
 * The shape that two shapes broadcast to, undefined where it cannot be told. Where a name meets a size above 1, a
 * graph that runs at all gives that size.
 */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const dims = Array.from({ length: rank }, (_, i) => {
    const [left, right] = [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1];
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    if (typeof left === "string" && typeof right === "number" && right > 1) return right;
    if (typeof right === "string" && typeof left === "number" && left > 1) return left;
    return undefined;
  });
  return dims.includes(undefined) ? undefined : (dims as Dim[]);
}

/** The product of `dims` over the product of `divisor` as one size or name, undefined where it is neither. */
export function divide(dims: Shape, divisor: Shape): Dim | undefined {
  const names = dims.filter((dim) => typeof dim === "string");
  for (const dim of divisor) {
    if (typeof dim === "number") continue;
    const at = names.indexOf(dim);
    if (at < 0) return undefined;
    names.splice(at, 1);
  }
  const size = sizesOf(dims) / sizesOf(divisor);
  if (!Number.isSafeInteger(size) || size < 0) return undefined;
  if (names.length === 0) return size;
  return names.length === 1 && size === 1 ? names[0]! : undefined;
}

const sizesOf = (dims: Shape): number =>
  dims.reduce<number>((product, dim) => (typeof dim === "number" ? product * dim : product), 1);

/** Axes counted from the start, undefined where one is not a number, names no axis, or comes twice. */
export function normalize(axes: Shape, rank: number): number[] | undefined {
  const normalized = axes.map((axis) => (typeof axis === "number" && axis < 0 ? axis + rank : axis));
  const valid = normalized.every(
    (axis): axis is number => typeof axis === "number" && Number.isInteger(axis) && axis >= 0 && axis < rank,
  );
  return valid && new Set(normalized).size === normalized.length ? normalized : undefined;
}
