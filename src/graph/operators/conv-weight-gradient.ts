import { int64s, node, type Expression, type Reference, type Target } from "../lowering.js";
import { fillsBlocks, pickTap } from "./blocked-layout.js";
import type { ConvOptions } from "./conv.js";

type Pair = readonly [number, number];

/** A window without groups. */
interface Window extends Omit<ConvOptions, "groups"> {
  readonly kernel: Pair;
}

/** Up to so many rows, taps of all channels together, the image is laid out for a single product. */
const fewRows = 32;

/**
 * dw[o, c, u, v] = Σ over n, i, j of dy[n, o, i, j] · x[n, c, i·stride + u·dilation - padding, …]: for each tap (u, v) of
 * the window, the output gradient times the image as that tap sees it, summed over positions (a batch of matrix products)
 * and then over the batch. Faster than a convolution over transposed tensors. Depthwise, the products are element-wise.
 *
 * What costs are the copies of shifted images. At stride 1 it does not matter which of the two is shifted: the gradient
 * moves vertically and the image horizontally, so that a 3×3 window needs 2 + 2 copies instead of 8.
 */
export function lowerWeightGradient(
  [x, dy]: readonly [Reference, Reference],
  { groups, ...window }: ConvOptions & { readonly kernel: Pair },
  target: Target,
): Expression {
  const [height, width] = window.kernel;
  const channels = x.shape[1] as number;
  const out = dy.shape[1] as number;
  const shape = [out, channels / groups, height, width];
  const rows = (e: Expression, count: number) =>
    node("Reshape", [e, int64s(groups === 1 ? [0, count, -1] : [0, groups, count / groups, -1])]);

  if (groups === 1 && height * width > 1 && channels * height * width <= fewRows) {
    const images = node("Concat", seenByTaps(x, window, target), { axis: 1 });
    const product = sumOfProducts(rows(dy, out), rows(images, channels * height * width), groups, target);
    const byTap = node("Reshape", [product, int64s([out, height * width, channels])]);
    return node("Reshape", [node("Transpose", [byTap], { perm: [0, 2, 1] }), int64s(shape)]);
  }

  const depthwise = groups > 1 && channels === groups && out === groups;
  const results = pairs(x, dy, window, target).map(([gradient, image]) => {
    const [a, b] = [rows(gradient, out), rows(image, channels)];
    const sum = depthwise
      ? node("ReduceSum", [node("Mul", [a, b]), int64s([0, 3])], { keepdims: 0 })
      : sumOfProducts(a, b, groups, target);
    return node("Reshape", [sum, int64s([out, channels / groups, 1])]);
  });
  return node("Reshape", [results.length === 1 ? results[0]! : node("Concat", results, { axis: 2 }), int64s(shape)]);
}

/** For each tap the output gradient and the image whose products belong to it, positions in one order. */
function pairs(x: Reference, dy: Reference, window: Window, target: Target): [Expression, Expression][] {
  const { kernel, stride, padding, dilation } = window;
  const reach = dilation[0] * (kernel[0] - 1) - padding[0];
  if (stride.some((s) => s > 1) || reach < 0) return seenByTaps(x, window, target).map((image) => [dy, image]);
  const images = seenByTaps(x, { ...window, kernel: [1, kernel[1]], padding: [0, padding[1]] }, target);
  // The image one row down meets the gradient as the image meets the gradient one row up: its taps come in reverse.
  const gradients = seenByTaps(dy, { ...window, kernel: [kernel[0], 1], padding: [reach, 0] }, target).reverse();
  return gradients.flatMap((gradient) => images.map((image): [Expression, Expression] => [gradient, image]));
}

/** The image as each tap of a window sees it, row by row: `[batch, channels, outHeight, outWidth]`. */
function seenByTaps(x: Reference, window: Window, target: Target): Expression[] {
  const { kernel, stride, padding, dilation } = window;
  const [, channels, ...size] = x.shape as readonly [unknown, number, number, number];
  const reached = kernel.map((k, i) =>
    Math.floor((size[i]! + 2 * padding[i]! - dilation[i]! * (k - 1) - 1) / stride[i]!),
  );
  const pads = [...padding, ...padding];
  const padded = pads.some((p) => p > 0) ? node("Pad", [x, int64s([0, 0, ...padding, 0, 0, ...padding])]) : x;
  return Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => {
    const starts = [Math.floor(tap / kernel[1]) * dilation[0], (tap % kernel[1]) * dilation[1]];
    const isWhole = starts.every((s, i) => s === padding[i] && stride[i] === 1 && reached[i] === size[i]! - 1);
    if (isWhole) return x;
    if (fillsBlocks(channels, target)) {
      return pickTap(x, channels, target, { kernel, tap, strides: stride, pads, dilations: dilation });
    }
    const ends = starts.map((start, i) => start + reached[i]! * stride[i]! + 1);
    return node("Slice", [padded, int64s(starts), int64s(ends), int64s([2, 3]), int64s(stride)]);
  });
}

/** Σ over the batch of a · bᵀ, of `[batch, rows, positions]` or `[batch, groups, rows, positions]`. */
function sumOfProducts(a: Expression, b: Expression, groups: number, { contrib }: Target): Expression {
  const product = contrib
    ? node("FusedMatMul", [a, b], { transB: 1 }, { domain: "com.microsoft" })
    : node("MatMul", [a, node("Transpose", [b], { perm: groups === 1 ? [0, 2, 1] : [0, 1, 3, 2] })]);
  return node("ReduceSum", [product, int64s([0])], { keepdims: 0 });
}
