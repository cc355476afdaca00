import { concat, relu, type Tensor } from "../../graph/index.js";
import { ConvolutionOverTime, MaxOverTime, type Pass } from "../../nn/index.js";
import { OptionError, type Random } from "../../tensor/index.js";
import { defineArchitecture } from "../architecture.js";
import { widths } from "../widths.js";
import {
  TextClassifier,
  textDefaults,
  textDepths,
  TextEncoder,
  textTaps,
  type TextOptions,
} from "../text/text-classifier.js";

export interface TextcnnOptions extends TextOptions {
  /** Channels of each width of window: one number for all, or one a width. */
  readonly hidden?: number | readonly number[];
  /** Widths of the windows, in words. */
  readonly kernels?: readonly number[];
}

/**
 * Convolutions over the words with windows of several widths, ReLU, and the largest number of each channel over the text.
 * A window may begin at any word; behind the end of the text it sees zeros.
 * Source: Kim 2014, arXiv:1408.5882, section 2.
 */
export const textcnn = defineArchitecture<TextcnnOptions>({
  name: "textcnn",
  summary: "Convolutions over words, the largest number of each channel",
  defaults: { hidden: 100, kernels: [3, 4, 5], ...textDefaults },
  taps: (options) => textTaps(options, []),
  depths: textDepths,
  build: (options, context) =>
    new TextClassifier("textcnn", options, context, (size) => new TextcnnEncoder(size, options, context.random)),
});

class TextcnnEncoder extends TextEncoder {
  readonly features: number;
  readonly convolutions: readonly ConvolutionOverTime[];
  readonly #pooling = new MaxOverTime();

  constructor(size: number, { hidden, kernels }: Required<TextcnnOptions>, random: Random) {
    super();
    if (kernels.length === 0) {
      throw new OptionError("model textcnn: kernels is [], expected widths of windows, such as [3, 4, 5].");
    }
    const given = [hidden].flat();
    const channels = widths(given.length === 1 ? given[0]! : given, kernels.length);
    this.features = channels.reduce((sum, count) => sum + count);
    this.convolutions = kernels.map((kernel, i) => new ConvolutionOverTime(size, channels[i]!, { kernel, random }));
  }

  forward(x: Tensor, pass: Pass, lengths?: Tensor): Tensor {
    const pooled = this.convolutions.map((convolution) =>
      this.#pooling.forward(relu(convolution.forward(x, pass, lengths)), pass, lengths),
    );
    return concat(pooled, { axis: 1 });
  }
}
