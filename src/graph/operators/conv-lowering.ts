import { int64s, node, type Expression, type Reference, type Target } from "../lowering.js";
import { convolution } from "./blocked-layout.js";
import type { ConvOptions } from "./conv.js";

type Pair = readonly [number, number];
type Inputs = readonly [Reference, Reference];

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

/** `[out, in / groups, h, w]` → `[in, out / groups, h, w]`. */
function exchanged(weight: Expression, [out, perGroup, height, width]: readonly number[], groups: number): Expression {
  if (groups === 1) return node("Transpose", [weight], { perm: [1, 0, 2, 3] });
  if (perGroup === 1 && out === groups) return weight;
  const split = node("Reshape", [weight, int64s([groups, out! / groups, perGroup!, height!, width!])]);
  const swapped = node("Transpose", [split], { perm: [0, 2, 1, 3, 4] });
  return node("Reshape", [swapped, int64s([groups * perGroup!, out! / groups, height!, width!])]);
}
