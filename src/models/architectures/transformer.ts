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
import { TextClassifier, textDefaults, TextEncoder, textTaps, type TextOptions } from "../text/text-classifier.js";

export interface TransformerModelOptions extends TextOptions {
  /** Features of each place; even, and a multiple of `heads`. */
  readonly hidden?: number;
  readonly layers?: number;
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
    hidden: 128,
    layers: 2,
    heads: 4,
    feedForward: undefined,
    pooling: "mean",
    ...textDefaults,
    dropout: 0.1,
  },
  taps: (options) => textTaps(options, ["states"]),
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
    const counts = { hidden, layers, heads, feedForward: feedForward ?? 4 * hidden };
    for (const [name, count] of Object.entries(counts)) {
      if (Number.isInteger(count) && count >= 1 && (name !== "hidden" || count % 2 === 0)) continue;
      const expected = name === "hidden" ? "an even number of at least 2" : "a whole number of at least 1";
      throw new OptionError(`model transformer: ${name} is ${count}, expected ${expected}.`);
    }
    this.features = hidden;
    this.project = size === hidden ? undefined : new Linear(size, hidden, { random });
    this.layers = new TransformerEncoder(hidden, { ...counts, dropout, random });
    this.pooling = findPooling(pooling, hidden, { random });
    this.#dropout = new Dropout(dropout);
  }

  forward(x: Tensor, pass: Pass, lengths?: Tensor): Tensor {
    const words = transpose(this.project?.forward(x) ?? x, [1, 0, 2]); // [batch, length, hidden]
    const placed = this.#dropout.forward(add(words, sinusoidalPositions(words)), pass);
    const states = pass.tap("states", this.layers.forward(placed, pass, lengths));
    return this.pooling.forward(transpose(states, [1, 0, 2]), pass, lengths);
  }
}
