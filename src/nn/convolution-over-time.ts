import { concat, mul, sequenceMask, shift, type Tensor } from "../graph/index.js";
import { OptionError, type Random } from "../tensor/index.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import type { Pass } from "./pass.js";

/**
 * A convolution along time: `[length, batch, features]` → `[length, batch, channels]`. The window of place t holds the
 * elements t, t + 1, …, t + kernel - 1; behind the end of a sequence it sees zeros.
 *   y[t] = W [x[t]; …; x[t + kernel - 1]] + b
 * Starts as PyTorch's Conv1d, uniform in ±1/√(kernel · features).
 */
export class ConvolutionOverTime extends Module {
  readonly window: Linear; // W, [channels, kernel · features], and b, [channels]
  readonly #kernel: number;

  /** @throws OptionError if the kernel is no whole number of at least 1 */
  constructor(
    features: number,
    channels: number,
    { kernel, random }: { readonly kernel: number; readonly random: Random },
  ) {
    super();
    if (!Number.isInteger(kernel) || kernel < 1) {
      throw new OptionError(`ConvolutionOverTime: the kernel is ${kernel}, expected a whole number of at least 1.`);
    }
    this.#kernel = kernel;
    this.window = new Linear(kernel * features, channels, { random });
  }

  /** @param lengths int32 `[batch]`, how long each sequence truly is; left out: all as long as the first axis */
  forward(x: Tensor, _pass: Pass, lengths?: Tensor): Tensor {
    const known = lengths ? mul(x, sequenceMask(x, lengths)) : x;
    const taps = Array.from({ length: this.#kernel }, (_, i) => shift(known, { axis: 0, by: -i }));
    return this.window.forward(concat(taps, { axis: 2 }));
  }
}
