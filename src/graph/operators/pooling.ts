import { formatShape, OptionError, ShapeError, type Shape } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { constant } from "../leaves.js";
import { node, output, type Reference } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { at, generate, type Value } from "../value.js";
import { div } from "./arithmetic.js";
import { pad } from "./pad.js";
import { mean } from "./reductions.js";
import { reshape } from "./reshape.js";
import { scatterAddAlongAxis } from "./take-along-axis.js";
import { spreadSlice } from "./slice.js";

/** A window of `kernel` × `kernel` pixels, or of another height and width. */
export interface PoolingOptions {
  readonly kernel: number | readonly [number, number];
  /** Pixels from window to window; default the kernel's size. */
  readonly stride?: number | readonly [number, number];
  /** Pixels added on each side, at most half of the kernel; default 0. */
  readonly padding?: number | readonly [number, number];
}

interface Window {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
}

const pair = (size: number | readonly [number, number]): readonly [number, number] =>
  typeof size === "number" ? [size, size] : size;

function windowOf({ kernel, stride = kernel, padding = 0 }: PoolingOptions): Window {
  const window = { kernel: pair(kernel), stride: pair(stride), padding: pair(padding) };
  const sizes = [...window.kernel, ...window.stride];
  const fits = window.padding.every((p, i) => Number.isInteger(p) && p >= 0 && 2 * p <= window.kernel[i]!);
  if (fits && sizes.every((size) => Number.isInteger(size) && size > 0)) return window;
  throw new OptionError(
    `pooling: kernel ${window.kernel.join("×")}, stride ${window.stride.join("×")}, padding ${window.padding.join("×")}: ` +
      `expected whole numbers above 0, and a padding of at most half the kernel.`,
  );
}

function pooledShape(name: string, x: { readonly shape: Shape }, { kernel, stride, padding }: Window): Shape {
  const [batch, channels, ...image] = x.shape;
  const sizes = image.map((size, i) => Math.floor((Number(size) + 2 * padding[i]! - kernel[i]!) / stride[i]!) + 1);
  if (image.length === 2 && sizes.every((size) => size > 0)) return [batch!, channels!, ...sizes];
  throw new ShapeError(
    `${name}: ${formatShape(x.shape)} with a window of ${kernel.join("×")}: expected [batch, channels, height, width], ` +
      `height and width fixed and at least as large as the window.`,
  );
}

const attributes = ({ kernel, stride, padding }: Window) => ({
  kernel_shape: kernel,
  strides: stride,
  pads: [...padding, ...padding],
});

/** For each window: `f` of the positions in it that lie inside of the image, row by row. */
function eachWindow(
  x: Value,
  window: Window,
  f: (positions: readonly (readonly [number, number])[], image: readonly number[]) => number,
): Value {
  const { kernel, stride, padding } = window;
  const [, , height, width] = x.shape as [number, number, number, number];
  return generate(pooledShape("pooling", x, window) as number[], ([batch, channel, row, column]) => {
    const positions: [number, number][] = [];
    for (let i = 0; i < kernel[0]; i++) {
      for (let j = 0; j < kernel[1]; j++) {
        const r = row! * stride[0] - padding[0] + i;
        const c = column! * stride[1] - padding[1] + j;
        if (r >= 0 && c >= 0 && r < height && c < width) positions.push([r, c]);
      }
    }
    return f(positions, [batch!, channel!]);
  });
}

/** The position of each window's first largest pixel, counted over the whole of x. */
const argMaxOfWindows = (x: Value, window: Window): Value =>
  eachWindow(x, window, (positions, image) => {
    const numbers = positions.map((position) => at(x, [...image, ...position]));
    const [row, column] = positions[numbers.indexOf(Math.max(...numbers))]!;
    const [, channels, height, width] = x.shape as [number, number, number, number];
    return ((image[0]! * channels + image[1]!) * height + row) * width + column;
  });

const pool = (x: Reference, window: Window, outputs: number) => node("MaxPool", [x], attributes(window), { outputs });

const noWindow: Window = { kernel: [1, 1], stride: [1, 1], padding: [0, 0] };

/** Which pixel of x (counted over all of x, int64) each window of a max pool takes: the second output of ONNX's MaxPool. */
const maxPoolIndices = defineOperator("maxPoolIndices", {
  inputs: ["x"],
  options: noWindow,
  shape: ([x], window) => pooledShape("maxPoolIndices", x, window),
  dtype: () => "int64",
  onnx: ([x], window) => output(pool(x, window, 2), 1),
  evaluate: ([x], window) => argMaxOfWindows(x, window),
});

const maxPoolOperator = defineOperator("maxPool2d", {
  inputs: ["x"],
  options: noWindow,
  shape: ([x], window) => pooledShape("maxPool2d", x, window),
  gradient: (dy, [x], _, window) => [scatterFlat(dy, maxPoolIndices(x, window), x)],
  onnx: ([x], window) => pool(x, window, 1),
  evaluate: ([x], window) => {
    const indices = argMaxOfWindows(x, window);
    return { shape: indices.shape, data: indices.data.map((i) => x.data[i]!) };
  },
});

const flat = (x: Tensor): Tensor => reshape(x, [-1]);

/** Adds each number up where its index, counted over all of `like`, says; overlapping windows may name a pixel twice. */
const scatterFlat = (values: Tensor, indices: Tensor, like: Tensor): Tensor =>
  reshape(scatterAddAlongAxis(flat(values), flat(indices), flat(like), { axis: 0 }), like.shape);

/**
 * The largest pixel of each window: `[batch, channels, height, width]` →
 * `[batch, channels, (height + 2 padding - kernel) / stride + 1, ...]`, rounded down. Padding never wins.
 * The gradient goes to the first of equal pixels, as in PyTorch.
 * @throws ShapeError if x is no stack of images or smaller than the window; OptionError for windows that cannot be
 */
export const maxPool2d = (x: Tensor, options: PoolingOptions): Tensor => maxPoolOperator(x, windowOf(options));

const avgPoolOperator = defineOperator("avgPool2d", {
  inputs: ["x"],
  options: noWindow,
  shape: ([x], window) => pooledShape("avgPool2d", x, window),
  gradient: (dy, [x], _, window) => [spreadAverages(dy, x.shape, window)],
  onnx: ([x], window) => node("AveragePool", [x], { ...attributes(window), count_include_pad: 1 }),
  evaluate: (inputs, window) =>
    eachWindow(inputs[0], window, (positions, image) => {
      const total = positions.reduce((sum, position) => sum + at(inputs[0], [...image, ...position]), 0);
      return total / (window.kernel[0] * window.kernel[1]);
    }),
});

/**
 * The gradient of average pooling is average pooling itself: of dy with stride - 1 zeros between its pixels and
 * kernel - 1 - padding around them, one pixel at a time.
 */
function spreadAverages(dy: Tensor, shape: Shape, { kernel, stride, padding }: Window): Tensor {
  const dilated = [0, 1].reduce((part, i) => {
    const count = dy.shape[2 + i] as number;
    const size = (count - 1) * stride[i]! + 1;
    return size === count ? part : spreadSlice(part, { axis: 2 + i, begin: 0, step: stride[i]!, count }, size);
  }, dy);
  const before = [0, 1].map((i) => kernel[i]! - 1 - padding[i]!);
  const after = [0, 1].map(
    (i) => (shape[2 + i] as number) + kernel[i]! - 1 - (dilated.shape[2 + i] as number) - before[i]!,
  );
  const padded = pad(dilated, { before: [0, 0, ...before], after: [0, 0, ...after] });
  return avgPoolOperator(padded, { kernel, stride: [1, 1], padding: [0, 0] });
}

/**
 * The mean of each window, of the shape of `maxPool2d`'s result.
 * @param countPadding whether padded zeros count as pixels; default true, as in PyTorch (count_include_pad)
 * @throws as maxPool2d
 */
export function avgPool2d(
  x: Tensor,
  { countPadding = true, ...options }: PoolingOptions & { countPadding?: boolean },
): Tensor {
  const window = windowOf(options);
  const y = avgPoolOperator(x, window);
  if (countPadding || window.padding.every((size) => size === 0)) return y;
  const ones: Value = generate([1, 1, x.shape[2] as number, x.shape[3] as number], () => 1);
  const share = eachWindow(ones, window, (positions) => positions.length / (window.kernel[0] * window.kernel[1]));
  return div(y, constant(share));
}

/** The mean over height and width: `[batch, channels, height, width]` → `[batch, channels]`. */
export const globalAveragePool = (x: Tensor): Tensor => mean(x, { axis: [2, 3] });
