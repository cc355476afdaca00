import type { Tensor } from "../../graph/index.js";
import type { Pass, SequencePooling } from "../../nn/index.js";
import type { Random } from "../../tensor/index.js";
import { defineArchitecture } from "../architecture.js";
import { findPooling, type WordPooling } from "../text/pooling.js";
import {
  TextClassifier,
  textDefaults,
  textDepths,
  TextEncoder,
  textTaps,
  type TextOptions,
} from "../text/text-classifier.js";

export interface BagOptions extends TextOptions {
  /** What becomes of the words' vectors: their mean, the largest numbers, or a mean with learned weights. */
  readonly pooling?: WordPooling;
}

/**
 * The words' vectors pooled, their order lost. With fully connected layers (`dense`) it is a deep averaging network.
 * Source: Joulin et al. 2017, arXiv:1607.01759, section 2; Iyyer et al. 2015, "Deep unordered composition rivals
 * syntactic methods for text classification", section 2.
 */
export const bag = defineArchitecture<BagOptions>({
  name: "bag",
  summary: "Bag of words: the mean of their vectors",
  defaults: { pooling: "mean", ...textDefaults },
  taps: (options) => textTaps(options, []),
  depths: textDepths,
  build: (options, context) =>
    new TextClassifier("bag", options, context, (size) => new BagEncoder(size, options.pooling, context.random)),
});

class BagEncoder extends TextEncoder {
  readonly pooling: SequencePooling;

  constructor(
    readonly features: number,
    pooling: WordPooling,
    random: Random,
  ) {
    super();
    this.pooling = findPooling(pooling, features, { random });
  }

  forward(x: Tensor, pass: Pass, lengths?: Tensor): Tensor {
    return this.pooling.forward(x, pass, lengths);
  }
}
