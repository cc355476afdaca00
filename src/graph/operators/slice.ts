import { formatShape, normalizeAxis, OptionError, ShapeError, type Dim } from "../../tensor/index.js";
import { defineOperator, type OperatorDefinition } from "../define-operator.js";
import { int64s, node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { alongAxis } from "../value.js";
import { pad } from "./pad.js";
import { squeeze } from "./reshape.js";

/** Elements begin, begin + step, ... of one axis, `count` of them. */
interface Range {
  readonly axis: number;
  readonly begin: number;
  readonly step: number;
  readonly count: number;
}

const sliceOperator = defineOperator("slice", {
  inputs: ["x"],
  options: { axis: 0, begin: 0, step: 1, count: 0 } as Range,
  shape: ([x], { axis, count }) => x.shape.with(axis, count),
  gradient: (dy, [x], _, range) => [spreadSlice(dy, range, x.shape[range.axis] as number)],
  onnx: ([x], { axis, begin, step, count }) => {
    const last = begin + step * count;
    // Going backwards past element 0, the end is "before everything": any number below -size.
    const end = last < 0 ? -0x7fffffff : last;
    return node("Slice", [x, int64s([begin]), int64s([end]), int64s([axis]), int64s([step])]);
  },
  evaluate: ([x], { axis, begin, step, count }) =>
    alongAxis(x, axis, (row) => Array.from({ length: count }, (_, i) => row[begin + step * i]!)),
});

/**
 * Part of x along one axis: elements begin, begin + step, ... up to but without `end`.
 * @param axis  negative counts from the end
 * @param begin default the first element (with a negative step the last); negative counts from the end
 * @param end   default all that is left; negative counts from the end
 * @param step  default 1; negative goes backwards
 * @throws ShapeError if nothing is left or the axis is a named one; OptionError if step is 0
 */
export function slice(x: Tensor, options: { axis: number; begin?: number; end?: number; step?: number }): Tensor {
  const { step = 1 } = options;
  const axis = normalizeAxis(options.axis, x.shape, "slice");
  const size = x.shape[axis]!;
  if (!Number.isInteger(step) || step === 0)
    throw new OptionError(`slice: step is ${step}, expected an integer but 0.`);
  const isWhole = options.begin === undefined && options.end === undefined && step === 1;
  if (isWhole) return x;
  if (typeof size !== "number") {
    throw new ShapeError(`slice: the axis ${size} of ${formatShape(x.shape)} has no fixed size: it cannot be cut.`);
  }
  const fromEnd = (i: number) => (i < 0 ? i + size : i);
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const within = (i: number) => Math.min(Math.max(i, low), high);
  const begin = options.begin === undefined ? (step > 0 ? 0 : size - 1) : within(fromEnd(options.begin));
  const end = options.end === undefined ? (step > 0 ? size : -1) : within(fromEnd(options.end));
  const count = Math.ceil((end - begin) / step);
  if (!(count > 0)) {
    throw new ShapeError(
      `slice: nothing is left of axis ${axis} of ${formatShape(x.shape)} ` +
        `from ${options.begin ?? "the start"} to ${options.end ?? "the end"} in steps of ${step}.`,
    );
  }
  if (step !== 1) return sliceOperator(x, { axis, begin, step, count });
  return partOfConcat(x, { axis, begin, end }) ?? (count === size ? x : sliceOperator(x, { axis, begin, step, count }));
}

/** What was joined at this very place, if x was joined of such parts: nothing needs to be cut. */
function partOfConcat(x: Tensor, { axis, begin, end }: { axis: number; begin: number; end: number }) {
  if (x.operator.name !== "concat" || x.options["axis"] !== axis) return undefined;
  let place = 0;
  return x.inputs.find((part) => {
    const start = place;
    place += part.shape[axis] as number;
    return start === begin && place === end;
  });
}

/**
 * x cut along one axis into parts.
 * @param sizes  of the parts; a single number: how many equal parts
 * @param axis   default 0
 * @throws ShapeError if the sizes do not add up to that of the axis
 */
export function split(x: Tensor, sizes: number | readonly number[], { axis = 0 }: { axis?: number } = {}): Tensor[] {
  const size: Dim = x.shape[normalizeAxis(axis, x.shape, "split")]!;
  const parts = typeof sizes === "number" ? Array<number>(sizes).fill(Number(size) / sizes) : sizes;
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total !== size || !parts.every((part) => Number.isInteger(part) && part > 0)) {
    throw new ShapeError(`split: axis ${axis} of ${formatShape(x.shape)} does not split into [${parts.join(", ")}].`);
  }
  return parts.map((part, i) => {
    const begin = parts.slice(0, i).reduce((sum, before) => sum + before, 0);
    return slice(x, { axis, begin, end: begin + part });
  });
}

/** x as the list of what lies along one axis, without that axis: the opposite of `stack`. */
export const unstack = (x: Tensor, { axis = 0 }: { axis?: number } = {}): Tensor[] =>
  split(x, x.shape[normalizeAxis(axis, x.shape, "unstack")] as number, { axis }).map((part) => squeeze(part, axis));

interface Spread extends Range {
  /** Of the axis in the result. */
  readonly size: number;
}

type SpreadDefinition = OperatorDefinition<readonly ["x"], Spread>;

/** Where each element of the result comes from; the rest is `count`, one past the last. */
const sources = ({ begin, step, count, size }: Spread): number[] =>
  Array.from({ length: size }, (_, position) => {
    const i = (position - begin) / step;
    return Number.isInteger(i) && i >= 0 && i < count ? i : count;
  });

const spreadOperator = defineOperator<readonly ["x"], Spread>("spreadSlice", {
  inputs: ["x"],
  shape: ([x], { axis, size }) => x.shape.with(axis, size),
  gradient: (dy, _, __, { axis, begin, step, count }) => [sliceOperator(dy, { axis, begin, step, count })],
  onnx: ([x], spread) => {
    // One zero behind the axis, which every place without a source reads.
    const { axis } = spread;
    const after = x.shape.map((_, i) => (i === axis ? 1 : 0));
    const padded = node("Pad", [x, int64s([...x.shape.map(() => 0), ...after])]);
    return node("Gather", [padded, int64s(sources(spread))], { axis });
  },
  evaluate: ([x], spread) => alongAxis(x, spread.axis, (row) => sources(spread).map((i) => row[i] ?? 0)),
} satisfies SpreadDefinition);

/** The opposite of slicing: zeros of `size` along the axis, with x where the range says. */
export function spreadSlice(x: Tensor, range: Range, size: number): Tensor {
  const { axis, begin, step, count } = range;
  if (step !== 1) return spreadOperator(x, { ...range, size });
  const place = (here: number) => x.shape.map((_, i) => (i === axis ? here : 0));
  return pad(x, { before: place(begin), after: place(size - begin - count) });
}
