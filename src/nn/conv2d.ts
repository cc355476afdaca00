import { add, conv2d, reshape, type Parameter, type Tensor } from "../graph/index.js";
import { OptionError, type Random } from "../tensor/index.js";
import { normalParameter, uniformParameter } from "./initialize.js";
import { Module } from "./module.js";

/** One number for both, or [vertical, horizontal]. */
export type Pair = number | readonly [number, number];

export interface Conv2dOptions {
  /** Height and width of the window. */
  readonly kernel: Pair;
  /** Steps between windows, default 1. */
  readonly stride?: Pair;
  /** Zeros added on both sides, default 0. */
  readonly padding?: Pair;
  /** Distance between the taps of a window, default 1. */
  readonly dilation?: Pair;
  /** Groups of channels that do not mix, default 1; `groups` = inChannels is a depthwise convolution. */
  readonly groups?: number;
  /** Default true. */
  readonly bias?: boolean;
  /**
   * "uniform" (default): weight and bias uniform in ±1/√fanIn, as PyTorch's Conv2d. "he": the weight normal with deviation
   * √(2/fanIn), the bias 0, for nets of ReLUs (He et al. 2015, arXiv:1502.01852, section 2.2).
   * fanIn = inChannels / groups · kernel height · kernel width.
   */
  readonly initial?: "uniform" | "he";
  readonly random: Random;
}

/** Two-dimensional convolution: `[batch, inChannels, height, width]` → `[batch, outChannels, outHeight, outWidth]`. */
export class Conv2d extends Module {
  readonly weight: Parameter; // [outChannels, inChannels / groups, kernelHeight, kernelWidth]
  readonly bias: Parameter | undefined; // [outChannels]
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly groups: number;

  /** @throws OptionError if the groups do not divide the channels */
  constructor(inChannels: number, outChannels: number, options: Conv2dOptions) {
    super();
    const { kernel, stride = 1, padding = 0, dilation = 1, groups = 1, bias = true, random } = options;
    if (inChannels % groups !== 0 || outChannels % groups !== 0) {
      throw new OptionError(
        `Conv2d: ${groups} groups do not divide ${inChannels} channels in and ${outChannels} out. ` +
          `Choose a number that divides both.`,
      );
    }
    const shape = [outChannels, inChannels / groups, ...pair(kernel)];
    const fanIn = shape[1]! * shape[2]! * shape[3]!;
    const isHe = options.initial === "he";
    this.weight = isHe
      ? normalParameter(shape, Math.sqrt(2 / fanIn), random)
      : uniformParameter(shape, 1 / Math.sqrt(fanIn), random);
    this.bias = bias ? uniformParameter([outChannels], isHe ? 0 : 1 / Math.sqrt(fanIn), random) : undefined;
    this.stride = pair(stride);
    this.padding = pair(padding);
    this.dilation = pair(dilation);
    this.groups = groups;
  }

  forward(x: Tensor): Tensor {
    const { stride, padding, dilation, groups } = this;
    const y = conv2d(x, this.weight, { stride, padding, dilation, groups });
    return this.bias ? add(y, reshape(this.bias, [-1, 1, 1])) : y;
  }
}

const pair = (size: Pair): readonly [number, number] => (typeof size === "number" ? [size, size] : size);
