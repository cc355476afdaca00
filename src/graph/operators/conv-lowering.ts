import type { Dim } from "../../tensor/index.js";
import { int64s, node, type Expression, type Reference, type Target } from "../lowering.js";
import type { ConvOptions } from "./conv.js";

type Pair = readonly [number, number];
type Inputs = readonly [Reference, Reference];

/** How a window lies on the image: pads are [top, left, bottom, right]. */
interface Window {
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
  readonly group: number;
}

/** The forward convolution. */
export const lowerConv = (
  [x, weight]: Inputs,
  { stride, padding, dilation, groups }: ConvOptions,
  target: Target,
): Expression =>
  convolution(x, x.shape[1] as number, weight, weight.shape as number[], target, {
    strides: stride,
    pads: [...padding, ...padding],
    dilations: dilation,
    group: groups,
  });

/**
 * At stride 1 a convolution with the weight turned by half a circle, in and out channels exchanged: faster than
 * ConvTranspose, which is left for larger strides.
 */
export function lowerInputGradient(
  [dy, weight]: Inputs,
  { stride, padding, dilation, groups, size }: ConvOptions & { readonly size: Pair },
  target: Target,
): Expression {
  const [out, perGroup, ...kernel] = weight.shape as readonly [number, number, number, number];
  const pads = kernel.map((k, i) => dilation[i]! * (k - 1) - padding[i]!);
  if (stride.every((s) => s === 1) && pads.every((p) => p >= 0)) {
    const turned = kernel.every((k) => k === 1)
      ? weight
      : node("Slice", [weight, int64s([-1, -1]), int64s([-(2 ** 31), -(2 ** 31)]), int64s([2, 3]), int64s([-1, -1])]);
    const shape = [perGroup * groups, out / groups, ...kernel];
    return convolution(dy, out, exchanged(turned, [out, perGroup, ...kernel], groups), shape, target, {
      strides: [1, 1],
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

/**
 * Conv, in ONNX Runtime's blocked layout where the channels fill whole blocks. By itself ONNX Runtime takes that layout,
 * about twice as fast, only for constant weights; here the weight, small beside the images, is brought into it each time.
 */
function convolution(
  x: Expression,
  channels: number,
  weight: Expression,
  shape: readonly number[],
  target: Target,
  window: Window,
): Expression {
  const block = target.nchwcBlock;
  const [out, perGroup, ...kernel] = shape as readonly [number, number, number, number];
  const inBlocks = channels % block === 0;
  if (block === 1 || window.group !== 1 || out % block !== 0 || !(inBlocks || channels < block)) {
    return node("Conv", [x, weight], { ...window });
  }
  const domain = { domain: "com.microsoft.nchwc" };
  const split = inBlocks
    ? [out / block, block, perGroup / block, block, ...kernel]
    : [out / block, block, perGroup, ...kernel];
  const order = inBlocks ? [0, 2, 4, 5, 3, 1] : [0, 2, 3, 4, 1];
  const blocks = node("Transpose", [node("Reshape", [weight, int64s(split)])], { perm: order });
  const blocked = node("Reshape", [blocks, int64s(shape)]);
  const input = inBlocks ? node("ReorderInput", [x], {}, domain) : x;
  const output = node("Conv", [input, blocked], { ...window, kernel_shape: kernel }, domain);
  return node("ReorderOutput", [output], { channels: out }, domain);
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
export function lowerWeightGradient(
  [x, dy]: Inputs,
  options: ConvOptions & { readonly kernel: Pair },
  target: Target,
): Expression {
  const { groups, kernel } = options;
  const channels = x.shape[1] as number;
  const out = dy.shape[1] as number;
  const perGroup = channels / groups;
  const { gradients, shifted } = shiftedImages(x, dy, options);
  const rows = (e: Expression, count: number) =>
    node("Reshape", [e, int64s(groups === 1 ? [0, count, -1] : [0, groups, count / groups, -1])]);
  const depthwise = groups > 1 && perGroup === 1 && out === groups;
  const left = rows(gradients, out);
  const taps = shifted.map((image) => {
    const right = rows(image, channels);
    const product = depthwise
      ? node("ReduceSum", [node("Mul", [left, right]), int64s([3])], { keepdims: 1 })
      : target.contrib
        ? node("FusedMatMul", [left, right], { transB: 1 }, { domain: "com.microsoft" })
        : node("MatMul", [left, node("Transpose", [right], { perm: groups === 1 ? [0, 2, 1] : [0, 1, 3, 2] })]);
    const summed = node("ReduceSum", [product, int64s([0])], { keepdims: 0 });
    return node("Reshape", [summed, int64s([out, perGroup, 1])]); // from [out, in] or [groups, out / groups, in / groups]
  });
  const all = taps.length === 1 ? taps[0]! : node("Concat", taps, { axis: 2 });
  return node("Reshape", [all, int64s([out, perGroup, ...kernel])]);
}

/** The image as each tap of the window sees it, and the output gradient, both `[batch, channels, positions]` in one order. */
function shiftedImages(
  x: Reference,
  dy: Reference,
  { stride, padding, dilation, kernel }: ConvOptions & { readonly kernel: Pair },
): { gradients: Expression; shifted: Expression[] } {
  const [, , height, width] = dy.shape as readonly [Dim, Dim, number, number];
  const [, , inHeight, inWidth] = x.shape as readonly [Dim, Dim, number, number];
  const taps = Array.from(
    { length: kernel[0] * kernel[1] },
    (_, tap) => [Math.floor(tap / kernel[1]) * dilation[0], (tap % kernel[1]) * dilation[1]] as const,
  );
  const isPlain = taps.length === 1 && padding.every((p) => p === 0) && stride.every((s) => s === 1);
  if (isPlain) return { gradients: dy, shifted: [x] };
  if (stride.every((s) => s === 1)) {
    // Rows of the padded image are as long as rows of the padded gradient, whose extra columns are zero: a shift in two
    // dimensions is then one of the flat array, which copies whole images instead of short rows.
    const pitch = inWidth + 2 * padding[1];
    const padded = node("Pad", [x, int64s([0, 0, ...padding, 0, 0, padding[0] + 1, padding[1]])]);
    const flat = node("Reshape", [padded, int64s([0, 0, (inHeight + 2 * padding[0] + 1) * pitch])]);
    const gradients = node("Pad", [dy, int64s([0, 0, 0, 0, 0, 0, 0, pitch - width])]);
    const shifted = taps.map(([down, right]) => {
      const start = down * pitch + right;
      return node("Slice", [flat, int64s([start]), int64s([start + height * pitch]), int64s([2])]);
    });
    return { gradients, shifted };
  }
  const padded = padding.some((p) => p > 0) ? node("Pad", [x, int64s([0, 0, ...padding, 0, 0, ...padding])]) : x;
  const shifted = taps.map((starts) => {
    const ends = starts.map((start, i) => start + ((i === 0 ? height : width) - 1) * stride[i]! + 1);
    return node("Slice", [padded, int64s(starts), int64s(ends), int64s([2, 3]), int64s(stride)]);
  });
  return { gradients: dy, shifted };
}
