import { int64s, literal, node, type Expression, type Target } from "../lowering.js";

/** How a window lies on the image: pads are [top, left, bottom, right]. */
export interface Window {
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
  readonly group: number;
}

const domain = { domain: "com.microsoft.nchwc" };

/**
 * Conv, in ONNX Runtime's blocked layout where the channels fill whole blocks. By itself ONNX Runtime takes that layout,
 * about twice as fast, only for constant weights; here the weight, small beside the images, is brought into it each time.
 */
export function convolution(
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

/** True if `pickTap` can take these channels. */
export const fillsBlocks = (channels: number, { nchwcBlock }: Target): boolean =>
  nchwcBlock > 1 && channels % nchwcBlock === 0;

/**
 * The image as one tap of a window sees it: a depthwise convolution whose weight is 1 at that tap, else 0. It is exact,
 * runs on all threads, and is no slower than Slice and Pad are on the only one that they use.
 */
export function pickTap(
  x: Expression,
  channels: number,
  { nchwcBlock: block }: Target,
  { kernel, tap, ...window }: Omit<Window, "group"> & { readonly kernel: readonly number[]; readonly tap: number },
): Expression {
  const area = kernel[0]! * kernel[1]!;
  const data = Float32Array.from({ length: channels * area }, (_, i) => Number(Math.floor(i / block) % area === tap));
  const weight = literal({ dtype: "float32", shape: [channels, 1, ...kernel], data });
  const input = node("ReorderInput", [x], {}, domain);
  const output = node("Conv", [input, weight], { ...window, group: channels, kernel_shape: kernel }, domain);
  return node("ReorderOutput", [output], { channels }, domain);
}
