import { formatShape, ShapeError, sizeOf, type Dim, type Shape } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { int64s, node, type Expression, type Reference } from "../lowering.js";
import type { Tensor, TensorLike } from "../tensor.js";
import type { Value } from "../value.js";

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
  onnx: ([x, weight], { stride, padding, dilation, groups }) =>
    node("Conv", [x, weight], { strides: stride, pads: [...padding, ...padding], dilations: dilation, group: groups }),
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
    onnx: lowerInputGradient,
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
    onnx: lowerWeightGradient,
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

/**
 * At stride 1 a convolution with the weight turned by half a circle, in and out channels exchanged: faster than
 * ConvTranspose, which is left for larger strides.
 */
function lowerInputGradient(
  [dy, weight]: readonly [Reference, Reference],
  { stride, padding, dilation, groups, size }: ConvOptions & { size: Pair },
): Expression {
  const [out, perGroup, ...kernel] = weight.shape as number[];
  const pads = kernel.map((k, i) => dilation[i]! * (k - 1) - padding[i]!);
  if (stride.every((s) => s === 1) && pads.every((p) => p >= 0)) {
    const turned = kernel.every((k) => k === 1)
      ? weight
      : node("Slice", [weight, int64s([-1, -1]), int64s([-(2 ** 31), -(2 ** 31)]), int64s([2, 3]), int64s([-1, -1])]);
    return node("Conv", [dy, exchanged(turned, [out!, perGroup!, ...kernel], groups)], {
      pads: [...pads, ...pads],
      dilations: dilation,
      group: groups,
    });
  }
  const reached = kernel.map(
    (k, i) => ((dy.shape[2 + i] as number) - 1) * stride[i]! + dilation[i]! * (k - 1) + 1 - 2 * padding[i]!,
  );
  return node("ConvTranspose", [dy, weight], {
    strides: stride,
    pads: [...padding, ...padding],
    dilations: dilation,
    group: groups,
    output_padding: size.map((s, i) => s - reached[i]!),
  });
}

/** `[out, in / groups, h, w]` → `[in, out / groups, h, w]`. */
function exchanged(weight: Expression, [out, perGroup, height, width]: readonly number[], groups: number): Expression {
  if (groups === 1) return node("Transpose", [weight], { perm: [1, 0, 2, 3] });
  if (perGroup === 1 && out === groups) return weight;
  const split = node("Reshape", [weight, int64s([groups, out! / groups, perGroup!, height!, width!])]);
  const swapped = node("Transpose", [split], { perm: [0, 2, 1, 3, 4] });
  return node("Reshape", [swapped, int64s([groups * perGroup!, out! / groups, height!, width!])]);
}

/**
 * For each tap of the window, the shifted image times the output gradient, summed over positions (a batch of matrix
 * products) and then over the batch. Faster than a convolution over transposed tensors. Depthwise, the products
 * are element-wise.
 */
function lowerWeightGradient(
  [x, dy]: readonly [Reference, Reference],
  options: ConvOptions & { kernel: Pair },
): Expression {
  const { stride, padding, dilation, groups, kernel } = options;
  const perGroup = (x.shape[1] as number) / groups;
  const [, out, height, width] = dy.shape as readonly [Dim, number, number, number];
  const isPadded = padding.some((p) => p > 0);
  const padded = isPadded ? node("Pad", [x, int64s([0, 0, ...padding, 0, 0, ...padding])]) : x;
  const depthwise = perGroup === 1 && out === groups;
  const rows = (e: Expression, channels: number) =>
    node("Reshape", [
      e,
      int64s(groups === 1 ? [0, channels, height * width] : [0, groups, channels / groups, height * width]),
    ]);
  const gradients = depthwise ? dy : rows(dy, out);
  const taps = Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => {
    const starts = [Math.floor(tap / kernel[1]) * dilation[0], (tap % kernel[1]) * dilation[1]];
    const ends = starts.map((start, i) => start + ((i === 0 ? height : width) - 1) * stride[i]! + 1);
    const whole = kernel[0] * kernel[1] === 1 && !isPadded && stride.every((s) => s === 1);
    const shifted = whole ? x : node("Slice", [padded, int64s(starts), int64s(ends), int64s([2, 3]), int64s(stride)]);
    if (depthwise) return node("ReduceSum", [node("Mul", [shifted, dy]), int64s([0, 2, 3])], { keepdims: 0 });
    const product = node(
      "FusedMatMul",
      [gradients, rows(shifted, perGroup * groups)],
      { transB: 1 },
      { domain: "com.microsoft" },
    );
    return node("ReduceSum", [product, int64s([0])], { keepdims: 0 }); // [out, in] or [groups, out / groups, in / groups]
  });
  const shape = int64s([out, perGroup, 1]);
  const columns = taps.map((tap) => node("Reshape", [tap, shape]));
  const all = columns.length === 1 ? columns[0]! : node("Concat", columns, { axis: 2 });
  return node("Reshape", [all, int64s([out, perGroup, ...kernel])]);
}

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
