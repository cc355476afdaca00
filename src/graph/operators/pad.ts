import { formatShape, ShapeError } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { int64s, node, scalar } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { at, generate } from "../value.js";
import { slice } from "./slice.js";

/** How many elements to put before and after each axis, and which number. */
interface Padding {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly value: number;
}

const padOperator = defineOperator("pad", {
  inputs: ["x"],
  options: { before: [], after: [], value: 0 } as Padding,
  shape: ([x], { before, after }) => {
    const isCount = (n: number) => Number.isInteger(n) && n >= 0;
    if (before.length !== x.rank || after.length !== x.rank || ![...before, ...after].every(isCount)) {
      throw new ShapeError(
        `pad: ${formatShape(x.shape)} with [${before.join(", ")}] before and [${after.join(", ")}] after: ` +
          `expected ${x.rank} counts of at least 0 each, one an axis.`,
      );
    }
    return x.shape.map((size, axis) => {
      const extra = before[axis]! + after[axis]!;
      if (extra === 0 || typeof size === "number") return extra === 0 ? size : (size as number) + extra;
      throw new ShapeError(`pad: the axis ${size} of ${formatShape(x.shape)} has no fixed size: it cannot be padded.`);
    });
  },
  gradient: (dy, [x], _, { before }) => [
    x.shape.reduce<Tensor>(
      (part, size, axis) =>
        size === dy.shape[axis]
          ? part
          : slice(part, { axis, begin: before[axis]!, end: before[axis]! + (size as number) }),
      dy,
    ),
  ],
  onnx: ([x], { before, after, value }) =>
    node("Pad", [x, int64s([...before, ...after]), value === 0 ? undefined : scalar(value)]),
  evaluate: ([x], { before, after, value }) =>
    generate(
      x.shape.map((size, axis) => before[axis]! + size + after[axis]!),
      (index) => {
        const position = index.map((i, axis) => i - before[axis]!);
        return position.every((i, axis) => i >= 0 && i < x.shape[axis]!) ? at(x, position) : value;
      },
    ),
});

/**
 * x, float32, with a constant around it.
 * @param before elements to put before each axis, one number an axis
 * @param after  the same behind; default `before`
 * @param value  default 0
 * @throws ShapeError if a number is negative or missing, or a named axis would be padded
 */
export function pad(
  x: Tensor,
  { before, after = before, value = 0 }: { before: readonly number[]; after?: readonly number[]; value?: number },
): Tensor {
  const isNothing = [...before, ...after].every((count) => count === 0);
  return isNothing && before.length === x.rank ? x : padOperator(x, { before, after, value });
}

/** Images `[batch, channels, height, width]` with `size` pixels of a constant (default 0) on each of the four sides. */
export const padImages = (x: Tensor, size: number, { value = 0 }: { value?: number } = {}): Tensor =>
  pad(x, { before: x.shape.map((_, axis) => (axis < x.rank - 2 ? 0 : size)), value });
