import { flatten, type Tensor } from "../../graph/index.js";
import {
  Activation,
  Dropout,
  findActivation,
  Linear,
  Sequential,
  type ActivationName,
  type Module,
  type Pass,
} from "../../nn/index.js";
import { formatShape, isStatic, OptionError, sizeOf, type Shape } from "../../tensor/index.js";
import { defineArchitecture, Network } from "../architecture.js";
import type { ModelContext } from "../classifier.js";
import { widths } from "../widths.js";

export interface MlpOptions {
  /** Units of each hidden layer. */
  readonly hidden?: number | readonly number[];
  /** How many layers, where `hidden` is one number. */
  readonly layers?: number | undefined;
  /** The share of hidden units that is dropped in training. */
  readonly dropout?: number;
  /** The share of inputs that is dropped in training. */
  readonly inputDropout?: number;
  readonly activation?: ActivationName;
}

/**
 * Fully connected layers: x ← dropout(activation(x Wᵀ + b)) for each hidden layer, then one linear layer. Images are
 * flattened. Taps: "hidden1", "hidden2", … after activation and before dropout; "features" is the last of them.
 */
export const mlp = defineArchitecture<MlpOptions>({
  name: "mlp",
  summary: "Fully connected layers",
  defaults: { hidden: 128, layers: undefined, dropout: 0, inputDropout: 0, activation: "relu" },
  taps: ({ hidden, layers }) => [...widths(hidden, layers).map((_, i) => `hidden${i + 1}`), "features"],
  depths: ({ hidden, layers }) => widths(hidden, layers).map((_, i) => `hidden${i + 1}`),
  build: (options, context) => new Mlp(options, context),
});

class Mlp extends Network {
  readonly layers: readonly Linear[];
  readonly head: Linear;
  readonly #inputDropout: Dropout;
  readonly #dropout: Dropout;
  readonly #activation: (x: Tensor) => Tensor;
  readonly #activationName: ActivationName;

  constructor(options: Required<MlpOptions>, { inputShape, classes, random }: ModelContext) {
    super();
    const sizes = [featureCount(inputShape), ...widths(options.hidden, options.layers)];
    this.layers = sizes.slice(1).map((size, i) => new Linear(sizes[i]!, size, { random }));
    this.head = new Linear(sizes.at(-1)!, classes, { random });
    this.#inputDropout = new Dropout(options.inputDropout);
    this.#dropout = new Dropout(options.dropout);
    this.#activation = findActivation(options.activation);
    this.#activationName = options.activation;
  }

  forward(x: Tensor, pass: Pass): Tensor {
    let y = this.#inputDropout.forward(flatten(x), pass);
    this.layers.forEach((layer, i) => {
      y = pass.tap(`hidden${i + 1}`, this.#activation(layer.forward(y)));
      if (i < this.layers.length - 1) y = this.#dropout.forward(y, pass);
    });
    return this.answer(y, pass);
  }

  answer(lastHidden: Tensor, pass: Pass): Tensor {
    return this.head.forward(this.#dropout.forward(pass.tap("features", lastHidden), pass));
  }

  rest(depth: number, random: ModelContext["random"]): Module {
    const [classes, features] = this.head.weight.shape as [number, number];
    const dropout = () => new Dropout(this.#dropout.rate);
    const layers = this.layers.slice(depth + 1).flatMap(({ weight }) => {
      const [size, inputs] = weight.shape as [number, number];
      return [new Linear(inputs, size, { random }), new Activation(this.#activationName), dropout()];
    });
    return new Sequential(dropout(), ...layers, new Linear(features, classes, { random }));
  }
}

function featureCount(shape: Shape): number {
  if (isStatic(shape)) return sizeOf(shape);
  throw new OptionError(
    `model mlp: samples are ${formatShape(shape)}, expected a fixed size. For texts use a model such as gru or bag.`,
  );
}
