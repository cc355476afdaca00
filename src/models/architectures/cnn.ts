import { flatten, type Tensor } from "../../graph/index.js";
import {
  Activation,
  BatchNorm,
  Conv2d,
  Dropout,
  Flatten,
  Linear,
  MaxPool2d,
  Sequential,
  type Module,
  type Pass,
} from "../../nn/index.js";
import { OptionError } from "../../tensor/index.js";
import { defineArchitecture, Network } from "../architecture.js";
import type { ModelContext } from "../classifier.js";
import { imageShape } from "../image-shape.js";
import { widths } from "../widths.js";

export interface CnnOptions {
  /** Channels of each convolution. */
  readonly hidden?: number | readonly number[];
  /** How many convolutions, where `hidden` is one number. */
  readonly layers?: number | undefined;
  /** The share of features before the last layer that is dropped in training. */
  readonly dropout?: number;
}

/**
 * Blocks of 3x3 convolution, batch norm, ReLU and 2x2 max pooling, then one linear layer. Taps: "block1", "block2", …,
 * `[batch, channels, height, width]` after pooling; "features", the last of them flattened.
 */
export const cnn = defineArchitecture<CnnOptions>({
  name: "cnn",
  summary: "3x3 convolutions, each with pooling, then one linear layer",
  defaults: { hidden: [16, 32], layers: undefined, dropout: 0 },
  taps: ({ hidden, layers }) => [...widths(hidden, layers).map((_, i) => `block${i + 1}`), "features"],
  depths: ({ hidden, layers }) => widths(hidden, layers).map((_, i) => `block${i + 1}`),
  build: (options, context) => new Cnn(options, context),
});

class Cnn extends Network {
  readonly blocks: readonly Sequential[];
  readonly head: Linear;
  readonly #dropout: Dropout;
  readonly #sizes: readonly number[];

  constructor(options: Required<CnnOptions>, { inputShape, classes, random }: ModelContext) {
    super();
    const [channels, height, width] = imageShape("cnn", inputShape);
    const sizes = [channels, ...widths(options.hidden, options.layers)];
    const blocks = sizes.length - 1;
    const [left, below] = [height, width].map((size) => Math.floor(size / 2 ** blocks)) as [number, number];
    if (left < 1 || below < 1) {
      throw new OptionError(
        `model cnn: nothing is left of ${height}x${width} pixels after ${blocks} poolings by half. Use fewer layers.`,
      );
    }
    this.blocks = sizes.slice(1).map((size, i) => convolutionBlock(sizes[i]!, size, random));
    this.head = new Linear(sizes.at(-1)! * left * below, classes, { random });
    this.#dropout = new Dropout(options.dropout);
    this.#sizes = sizes;
  }

  forward(x: Tensor, pass: Pass): Tensor {
    const last = this.blocks.reduce((y, block, i) => pass.tap(`block${i + 1}`, block.forward(y, pass)), x);
    return this.answer(last, pass);
  }

  answer(lastMap: Tensor, pass: Pass): Tensor {
    return this.head.forward(this.#dropout.forward(pass.tap("features", flatten(lastMap)), pass));
  }

  rest(depth: number, random: ModelContext["random"]): Module {
    const [classes, features] = this.head.weight.shape as [number, number];
    const sizes = this.#sizes.slice(depth + 1); // what the depth gives, then what each block makes of it
    return new Sequential(
      ...sizes.slice(1).map((size, i) => convolutionBlock(sizes[i]!, size, random)),
      new Flatten(),
      new Dropout(this.#dropout.rate),
      new Linear(features, classes, { random }),
    );
  }
}

const convolutionBlock = (inputs: number, outputs: number, random: ModelContext["random"]): Sequential =>
  new Sequential(
    // The bias would be lost in the normalisation.
    new Conv2d(inputs, outputs, { kernel: 3, padding: 1, bias: false, initial: "he", random }),
    new BatchNorm(outputs),
    new Activation("relu"),
    new MaxPool2d({ kernel: 2 }),
  );
