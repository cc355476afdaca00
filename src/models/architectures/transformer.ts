import { add, transpose, type Tensor } from "../../graph/index.js";
import {
  Dropout,
  Linear,
  sinusoidalPositions,
  TransformerEncoder,
  type Pass,
  type SequencePooling,
} from "../../nn/index.js";
import { OptionError, type Random } from "../../tensor/index.js";
import { defineArchitecture } from "../architecture.js";
import { findPooling, type WordPooling } from "../text/pooling.js";
import { widths } from "../widths.js";
import {
  TextClassifier,
  textDefaults,
  textDepths,
  TextEncoder,
  textTaps,
  type TextOptions,
} from "../text/text-classifier.js";

export interface TransformerModelOptions extends TextOptions {
  /** Features of each place, the same in all layers; even, and a multiple of `heads`. */
  readonly hidden?: number | readonly number[];
  /** How many layers, where `hidden` is one number. */
  readonly layers?: number | undefined;
  /** Attentions side by side in each layer. */
  readonly heads?: number;
  /** Units of each layer's hidden layer; left out: four times `hidden`. */
  readonly feedForward?: number | undefined;
  /** What becomes of the states: their mean, the largest numbers, or a mean with learned weights. */
  readonly pooling?: WordPooling;
}

/**
 * A small transformer encoder over the words of a text: vectors, brought to `hidden` numbers where they have others, plus
 * sines and cosines of their places, then the layers, then pooling. `dropout` also acts inside of the layers.
 * Taps beside those of every text model: "states" `[batch, length, hidden]`, after the last layer.
 * Source: Vaswani et al. 2017, arXiv:1706.03762, section 3; normalised before each half of a layer.
 */
export const transformer = defineArchitecture<TransformerModelOptions>({
  name: "transformer",
  summary: "Small transformer encoder",
  defaults: {
    hidden: [128, 128],
    layers: undefined,
    heads: 4,
    feedForward: undefined,
    pooling: "mean",
    ...textDefaults,
    dropout: 0.1,
  },
  taps: (options) => textTaps(options, ["states"]),
  depths: textDepths,
  build: (options, context) =>
    new TextClassifier("transformer", options, context, (size) => new TransformerText(size, options, context.random)),
});

class TransformerText extends TextEncoder {
  readonly features: number;
  readonly project: Linear | undefined; // [hidden, size]
  readonly layers: TransformerEncoder;
  readonly pooling: SequencePooling;
  readonly #dropout: Dropout;

  constructor(
    size: number,
    { hidden, layers, heads, feedForward, pooling, dropout }: Required<TransformerModelOptions>,
    random: Random,
  ) {
    super();
    const all = widths(hidden, layers);
    const width = all[0]!;
    if (width % 2 !== 0 || all.some((other) => other !== width)) {
      throw new OptionError(
        `model transformer: hidden is ${JSON.stringify(hidden)}, expected one even width for all layers.`,
      );
    }
    this.features = width;
    this.project = size === width ? undefined : new Linear(size, width, { random });
    const counts = { layers: all.length, heads, feedForward: feedForward ?? 4 * width };
    this.layers = new TransformerEncoder(width, { ...counts, dropout, random });
    this.pooling = findPooling(pooling, width, { random });
    this.#dropout = new Dropout(dropout);
  }

  forward(x: Tensor, pass: Pass, lengths?: Tensor): Tensor {
    const words = transpose(this.project?.forward(x) ?? x, [1, 0, 2]); // [batch, length, hidden]
    const placed = this.#dropout.forward(add(words, sinusoidalPositions(words)), pass);
    const states = pass.tap("states", this.layers.forward(placed, pass, lengths));
    return this.pooling.forward(transpose(states, [1, 0, 2]), pass, lengths);
  }
}
