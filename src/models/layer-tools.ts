import { flatten, type Tensor } from "../graph/index.js";
import {
  BatchNorm,
  Conv2d,
  Dropout,
  findActivation,
  LayerNorm,
  Linear,
  type ActivationName,
  type BatchNormOptions,
  type Conv2dOptions,
  type LayerNormOptions,
  type Module,
  type Pass,
} from "../nn/index.js";
import { formatShape, OptionError, ShapeError, type Random } from "../tensor/index.js";

/**
 * What a model function builds with: layers that make their weights at the first call of the function and find them again
 * at every later one, by their order. Sizes of inputs are read from the tensors.
 */
export interface LayerTools {
  readonly classes: number;
  readonly pass: Pass;
  /** `[..., features]` → `[..., outFeatures]`. */
  linear(x: Tensor, outFeatures: number, options?: { readonly bias?: boolean }): Tensor;
  /** `[batch, channels, height, width]` → `[batch, outChannels, ...]`. */
  conv2d(x: Tensor, outChannels: number, options: Omit<Conv2dOptions, "random">): Tensor;
  batchNorm(x: Tensor, options?: BatchNormOptions): Tensor;
  /** Over the last axis. */
  layerNorm(x: Tensor, options?: LayerNormOptions): Tensor;
  dropout(x: Tensor, rate: number): Tensor;
  activation(x: Tensor, name: ActivationName): Tensor;
  /** `[batch, ...]` → `[batch, features]`. */
  flatten(x: Tensor): Tensor;
  /** Any module, made at the first call. */
  layer(x: Tensor, make: (random: Random) => Module): Tensor;
  /** Names an inner tensor, so that objectives find it, and returns it. */
  tap(name: string, x: Tensor): Tensor;
}

/** Where layers are kept between calls: under "linear1", "linear2", "conv2d1", … in the order of their first use. */
export type LayerShelf = Map<string, Module>;

/**
 * Tools for one call of a model function.
 * @param shelf  layers of earlier calls; new ones are put there unless `closed`
 * @param closed true after the first call: what is not on the shelf is an error
 */
export function layerTools(
  shelf: LayerShelf,
  { pass, classes, random, closed }: { pass: Pass; classes: number; random: Random; closed: boolean },
): LayerTools {
  const counts = new Map<string, number>();
  const find = (kind: string, make: () => Module): Module => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const name = kind + String(count);
    const kept = shelf.get(name);
    if (kept) return kept;
    if (closed) {
      throw new OptionError(
        `model function: this call uses ${name}, its first one did not. Call the same layers, in the same order, every ` +
          `time; branch on pass.training only around what has no weights.`,
      );
    }
    const made = make();
    shelf.set(name, made);
    return made;
  };
  return {
    classes,
    pass,
    linear: (x, outFeatures, options) =>
      find("linear", () => new Linear(fixed(x, -1, "linear"), outFeatures, { ...options, random })).forward(x, pass),
    conv2d: (x, outChannels, options) =>
      find("conv2d", () => new Conv2d(fixed(x, 1, "conv2d"), outChannels, { ...options, random })).forward(x, pass),
    batchNorm: (x, options) =>
      find("batchNorm", () => new BatchNorm(fixed(x, 1, "batchNorm"), options)).forward(x, pass),
    layerNorm: (x, options) =>
      find("layerNorm", () => new LayerNorm(fixed(x, -1, "layerNorm"), options)).forward(x, pass),
    dropout: (x, rate) => new Dropout(rate).forward(x, pass),
    activation: (x, name) => findActivation(name)(x),
    flatten: (x) => flatten(x),
    layer: (x, make) => find("layer", () => make(random)).forward(x, pass),
    tap: (name, x) => pass.tap(name, x),
  };
}

/** A size that weights depend on. */
function fixed(x: Tensor, axis: number, layer: string): number {
  const size = x.shape.at(axis);
  if (typeof size === "number") return size;
  throw new ShapeError(`${layer}: axis ${axis} of ${formatShape(x.shape)} has no fixed size, as its weights need.`);
}
