import { formatShape, ShapeError, sizeOf, type Dim, type Shape } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import type { Tensor, TensorLike } from "../tensor.js";
import type { Value } from "../value.js";
import { lowerConv, lowerInputGradient } from "./conv-lowering.js";
import { lowerWeightGradient } from "./conv-weight-gradient.js";

type Pair = readonly [number, number];

/** How the window of a two-dimensional convolution moves; pairs are [vertical, horizontal]. */
export interface ConvOptions {
  /** Steps between windows, default 1. */
  readonly stride: Pair;
  /** Zeros added on both sides, default 0. */
  readonly padding: Pair;
  /** Distance between the taps of a window, default 1. */
  readonly dilation: Pair;
  /** Channels are split into this many groups that do not mix, default 1; equal to the channels it is depthwise. */
  readonly groups: number;
}

type Convolution<Options> = (a: TensorLike, b: TensorLike, options?: Partial<Options>) => Tensor;

const defaults: ConvOptions = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1 };

/**
 * Two-dimensional cross-correlation, as every library calls convolution.
 *   y[n, o, i, j] = sum over c, u, v of x[n, c, i·stride + u·dilation - padding, …] · weight[o, c, u, v]
 * @param x      `[batch, channels, height, width]`
 * @param weight `[outChannels, channels / groups, kernelHeight, kernelWidth]`
 * @returns `[batch, outChannels, outHeight, outWidth]`, where out = ⌊(in + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1
 * @throws ShapeError if channels do not fit, or the window is larger than the padded image
 */
export const conv2d: Convolution<ConvOptions> = defineOperator("conv2d", {
  inputs: ["x", "weight"],
  options: defaults,
  shape: ([x, weight], options) => {
    const { batch, height, width, out, kernel } = sizes(x.shape, weight.shape, options);
    const spatial = [height, width].map((size, i) => outputSize(size, kernel[i]!, options, i));
    if (spatial.some((size) => size < 1)) {
      throw new ShapeError(
        `conv2d: the window ${kernel.join("×")} does not fit into ${formatShape(x.shape)}. Use a smaller kernel or dilation, or more padding.`,
      );
    }
    return [batch, out, ...spatial];
  },
  gradient: (dy, [x, weight], _, options) => [
    convInputGradient(dy, weight, { ...options, size: x.shape.slice(2) as unknown as Pair }),
    convWeightGradient(x, dy, { ...options, kernel: weight.shape.slice(2) as unknown as Pair }),
  ],
  onnx: (inputs, options, { target }) => lowerConv(inputs, options, target),
  evaluate: ([x, weight], options, { shape }) => {
    const y = zeros([x.shape[0]!, ...(shape.slice(1) as number[])]);
    forEachProduct(x.shape, weight.shape, y.shape, options, (i, w, o) => (y.data[o]! += x.data[i]! * weight.data[w]!));
    return y;
  },
});

/**
 * The gradient of `conv2d` with respect to its input: each output gradient spread back through the window that made it.
 * @param dy     `[batch, outChannels, outHeight, outWidth]`
 * @param weight `[outChannels, channels / groups, kernelHeight, kernelWidth]`
 * @param size   height and width of the input
 */
export const convInputGradient: Convolution<ConvOptions & { readonly size: Pair }> = defineOperator(
  "convInputGradient",
  {
    inputs: ["dy", "weight"],
    options: { ...defaults, size: [1, 1] as Pair },
    shape: ([dy, weight], { groups, size }) => [dy.shape[0]!, (weight.shape[1] as number) * groups, ...size],
    gradient: (ddx, [dy, weight], _, { size: _size, ...options }) => [
      conv2d(ddx, weight, options),
      convWeightGradient(ddx, dy, { ...options, kernel: weight.shape.slice(2) as unknown as Pair }),
    ],
    onnx: (inputs, options, { target }) => lowerInputGradient(inputs, options, target),
    evaluate: ([dy, weight], options, { shape }) => {
      const dx = zeros([dy.shape[0]!, ...(shape.slice(1) as number[])]);
      forEachProduct(
        dx.shape,
        weight.shape,
        dy.shape,
        options,
        (i, w, o) => (dx.data[i]! += dy.data[o]! * weight.data[w]!),
      );
      return dx;
    },
  },
);

/**
 * The gradient of `conv2d` with respect to its weight.
 * @param x      `[batch, channels, height, width]`
 * @param dy     `[batch, outChannels, outHeight, outWidth]`
 * @param kernel height and width of the window
 */
export const convWeightGradient: Convolution<ConvOptions & { readonly kernel: Pair }> = defineOperator(
  "convWeightGradient",
  {
    inputs: ["x", "dy"],
    options: { ...defaults, kernel: [1, 1] as Pair },
    shape: ([x, dy], { groups, kernel }) => [dy.shape[1]!, (x.shape[1] as number) / groups, ...kernel],
    gradient: (ddw, [x, dy], _, { kernel: _kernel, ...options }) => [
      convInputGradient(dy, ddw, { ...options, size: x.shape.slice(2) as unknown as Pair }),
      conv2d(x, ddw, options),
    ],
    onnx: (inputs, options, { target }) => lowerWeightGradient(inputs, options, target),
    evaluate: ([x, dy], options, { shape }) => {
      const dw = zeros(shape as number[]);
      forEachProduct(x.shape, dw.shape, dy.shape, options, (i, w, o) => (dw.data[w]! += x.data[i]! * dy.data[o]!));
      return dw;
    },
  },
);

function sizes(x: Shape, weight: Shape, { groups }: ConvOptions) {
  const [batch, channels, height, width] = x;
  const [out, perGroup, ...kernel] = weight as readonly number[];
  const given = `conv2d: ${formatShape(x)} with weight ${formatShape(weight)} in ${groups} groups`;
  if (x.length !== 4 || weight.length !== 4) {
    throw new ShapeError(
      `${given}: expected [batch, channels, height, width] and [out, channels / groups, height, width].`,
    );
  }
  if (channels !== perGroup! * groups || out! % groups !== 0) {
    throw new ShapeError(
      `${given}: ${channels} channels need a weight of [out, ${Number(channels) / groups}, …], out a multiple of ${groups}.`,
    );
  }
  if (typeof height !== "number" || typeof width !== "number") {
    throw new ShapeError(`${given}: height and width must be known sizes.`);
  }
  return { batch: batch as Dim, height, width, out: out!, kernel };
}

const outputSize = (size: number, kernel: number, { stride, padding, dilation }: ConvOptions, axis: number): number =>
  Math.floor((size + 2 * padding[axis]! - dilation[axis]! * (kernel - 1) - 1) / stride[axis]!) + 1;

/** Calls `f` with the flat positions in input, weight and output of every product that a convolution sums up. */
function forEachProduct(
  [batch, channels, height, width]: readonly number[],
  [out, perGroup, kernelHeight, kernelWidth]: readonly number[],
  [, , outHeight, outWidth]: readonly number[],
  { stride, padding, dilation, groups }: ConvOptions,
  f: (input: number, weight: number, output: number) => void,
): void {
  for (let n = 0; n < batch!; n++) {
    for (let o = 0; o < out!; o++) {
      const first = Math.floor(o / (out! / groups)) * perGroup!;
      for (let i = 0; i < outHeight!; i++) {
        for (let j = 0; j < outWidth!; j++) {
          const output = ((n * out! + o) * outHeight! + i) * outWidth! + j;
          for (let c = 0; c < perGroup!; c++) {
            for (let u = 0; u < kernelHeight!; u++) {
              const row = i * stride[0] + u * dilation[0] - padding[0];
              if (row < 0 || row >= height!) continue;
              for (let v = 0; v < kernelWidth!; v++) {
                const column = j * stride[1] + v * dilation[1] - padding[1];
                if (column < 0 || column >= width!) continue;
                const input = ((n * channels! + first + c) * height! + row) * width! + column;
                f(input, ((o * perGroup! + c) * kernelHeight! + u) * kernelWidth! + v, output);
              }
            }
          }
        }
      }
    }
  }
}

const zeros = (shape: readonly number[]): Value => ({ shape, data: new Float64Array(sizeOf(shape)) });
