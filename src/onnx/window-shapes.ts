import type { Dim, Shape } from "../tensor/index.js";
import type { NodeFacts } from "./node-facts.js";

/** Shape of a convolution of `[batch, channels, ...]` with weights `[filters, channels / group, ...]`. */
export function convolution(facts: NodeFacts, x: Shape): Shape | undefined {
  const weights = facts.shape(1);
  if (weights === undefined || weights.length !== x.length || x.length < 3) return undefined;
  const spatial = windows(facts, x.slice(2), facts.integers("kernel_shape") ?? weights.slice(2));
  return spatial && [x[0]!, weights[0]!, ...spatial];
}

/** Shape of a pooling of `[batch, channels, ...]`. */
export function pooling(facts: NodeFacts, x: Shape): Shape | undefined {
  const kernel = facts.integers("kernel_shape");
  const spatial = kernel && windows(facts, x.slice(2), kernel);
  return spatial && [x[0]!, x[1]!, ...spatial];
}

/** How many places a window has along each spatial axis; undefined if that is unknown of one. */
function windows(facts: NodeFacts, sizes: Shape, kernel: Shape): Dim[] | undefined {
  const { node, integer, integers } = facts;
  const rank = sizes.length;
  if (rank === 0 || kernel.length !== rank) return undefined;
  const autoPad = node.attributes["auto_pad"];
  const padding = autoPad?.type === "string" ? autoPad.value : "NOTSET";
  const pads = padding === "NOTSET" ? integers("pads") : undefined;
  const places = sizes.map((size, axis): Dim | undefined => {
    const stride = integers("strides")?.[axis] ?? 1;
    const dilation = integers("dilations")?.[axis] ?? 1;
    const width = kernel[axis]!;
    if (typeof width !== "number" || width < 1 || stride < 1 || dilation < 1) return undefined;
    if (padding.startsWith("SAME") && typeof size === "number") return Math.ceil(size / stride);
    if (padding.startsWith("SAME")) return stride === 1 ? size : undefined;
    const padded = (pads?.[axis] ?? 0) + (pads?.[axis + rank] ?? 0);
    const reach = (width - 1) * dilation;
    if (stride === 1 && padded === reach) return size;
    if (typeof size === "string") return undefined;
    const steps = (size + padded - reach - 1) / stride;
    // Runtimes disagree on whether ceil_mode keeps a last window that lies in the padding.
    if (steps < 0 || (integer("ceil_mode", 0) && !Number.isInteger(steps))) return undefined;
    return Math.floor(steps) + 1;
  });
  return places.includes(undefined) ? undefined : (places as Dim[]);
}
