import { normalizeAxis, type Shape } from "../../tensor/index.js";
import { defineOperator, type OperatorDefinition } from "../define-operator.js";
import { int64s, node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { at, generate, type Value } from "../value.js";
import { div, mul, sub, add } from "./arithmetic.js";
import { broadcastLike } from "./broadcast.js";
import { cast } from "./cast.js";
import { stopGradient } from "./stop-gradient.js";
import { equal } from "./comparison.js";
import { countLike } from "./count.js";
import { reshape } from "./reshape.js";
import { exp, log } from "./unary.js";

/** Which axes a reduction runs over (default all), and whether they stay as sizes of 1 (default no). */
export interface ReductionOptions {
  readonly axis?: number | readonly number[];
  readonly keepDims?: boolean;
}

interface Reduction {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

const reducedShape = (shape: Shape, { axes, keepDims }: Reduction): Shape =>
  keepDims
    ? shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim))
    : shape.filter((_, axis) => !axes.includes(axis));

/** Spreads a reduction's gradient, or its result, over the shape that was reduced. */
function spread(y: Tensor, x: Tensor, { axes, keepDims }: Reduction): Tensor {
  const kept = keepDims ? y : reshape(y, reducedShape(x.shape, { axes, keepDims: true }));
  return broadcastLike(kept, x);
}

const reduction = (
  name: string,
  op: string,
  combine: (numbers: readonly number[]) => number,
  gradient: OperatorDefinition<readonly ["x"], Reduction>["gradient"],
) => {
  const operator = defineOperator(name, {
    inputs: ["x"],
    options: { axes: [], keepDims: false } as Reduction,
    shape: ([x], options) => reducedShape(x.shape, options),
    gradient,
    onnx: ([x], { axes, keepDims }) =>
      // ReduceMax of float32 keeps its axes as an input since opset 18, as all the others do.
      node(op, [x, int64s(axes)], { keepdims: Number(keepDims), noop_with_empty_axes: 1 }),
    evaluate: ([x], options) => reduce(x, options, combine),
  });
  return (x: Tensor, { axis, keepDims = false }: ReductionOptions = {}): Tensor => {
    const given = axis === undefined ? x.shape.map((_, i) => i) : typeof axis === "number" ? [axis] : axis;
    const axes = given.map((a) => normalizeAxis(a, x.shape, name)).sort((a, b) => a - b);
    return operator(x, { axes, keepDims });
  };
};

function reduce(x: Value, options: Reduction, combine: (numbers: readonly number[]) => number): Value {
  const kept = reducedShape(x.shape, { ...options, keepDims: true }) as number[];
  const shape = reducedShape(x.shape, options) as number[];
  const sizes = options.axes.map((axis) => x.shape[axis]!);
  const { data } = generate(kept, (index) => {
    const numbers: number[] = [];
    generate(sizes, (inner) => {
      const position = [...index];
      options.axes.forEach((axis, i) => (position[axis] = inner[i]!));
      return numbers.push(at(x, position));
    });
    return combine(numbers);
  });
  return { shape, data };
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0);

/** The sum over some axes (default all). */
export const sum = reduction("sum", "ReduceSum", total, (dy, [x], _, options) => [spread(dy, x, options)]);

/** The mean over some axes (default all). */
export const mean = reduction(
  "mean",
  "ReduceMean",
  (numbers) => total(numbers) / numbers.length,
  (dy, [x], _, options) => [spread(div(dy, countLike(x, { axes: options.axes })), x, options)],
);

/** The gradient of max and min: shared equally among equal extremes, as PyTorch's amax does. */
const extremeGradient: OperatorDefinition<readonly ["x"], Reduction>["gradient"] = (dy, [x], y, options) => {
  const chosen = cast(equal(x, stopGradient(spread(y, x, options))), x.dtype);
  const count = sum(chosen, { axis: options.axes, keepDims: options.keepDims });
  return [mul(spread(div(dy, count), x, options), chosen)];
};

/** The largest number along some axes (default all). */
export const max = reduction("max", "ReduceMax", (numbers) => Math.max(...numbers), extremeGradient);

/** The smallest number along some axes (default all). */
export const min = reduction("min", "ReduceMin", (numbers) => Math.min(...numbers), extremeGradient);

/** The biased variance over some axes: mean((x - mean(x))²). */
export function variance(x: Tensor, { axis, keepDims = false }: ReductionOptions = {}): Tensor {
  const over = axis === undefined ? {} : { axis };
  const centred = sub(x, mean(x, { ...over, keepDims: true }));
  return mean(mul(centred, centred), { ...over, keepDims });
}

/** log(sum(eˣ)) over some axes, without overflow. */
export function logSumExp(x: Tensor, { axis, keepDims = false }: ReductionOptions = {}): Tensor {
  const over = axis === undefined ? {} : { axis };
  const largest = stopGradient(max(x, { ...over, keepDims: true }));
  const summed = log(sum(exp(sub(x, largest)), { ...over, keepDims }));
  return add(summed, keepDims ? largest : reshape(largest, summed.shape));
}
