import { cast, constant, equal, less, not, relu, sum, transpose, where, type Tensor } from "../../graph/index.js";
import { Activation, Dropout, Embedding, Linear, Module, Sequential, type Pass } from "../../nn/index.js";
import { firstWord, unknownWord } from "../../student/model.js";
import { formatShape, OptionError, type Random } from "../../tensor/index.js";
import { Network } from "../architecture.js";
import type { ModelContext } from "../classifier.js";
import { widths } from "../widths.js";

/** Options that all models of texts have. */
export interface TextOptions {
  readonly embedding?: WordEmbeddingOptions;
  /** Units of fully connected layers with ReLU between the text's vector and the last layer; none by default. */
  readonly dense?: number | readonly number[];
  /** The share of the text's vector, and of the fully connected layers, that is dropped in training. */
  readonly dropout?: number;
}

export interface WordEmbeddingOptions {
  /** Numbers a word, default 100; where words start from given vectors, theirs. */
  readonly size?: number | undefined;
  /** Where a recipe has the vectors from that words start from: a file, or its own. The model is given them as they are. */
  readonly vectors?: boolean | string;
  /** Only so many words are known, the most frequent, as numbers go up from them; the others are unknown. Default all. */
  readonly words?: number | undefined;
  /** Whether the words' vectors are learned, default true; a number: from the epoch after so many on. */
  readonly tune?: boolean | number;
  /** The share of the numbers of each word that is dropped in training, default 0. */
  readonly dropout?: number;
}

export const textDefaults: Required<TextOptions> = {
  embedding: { vectors: false, tune: true, dropout: 0 },
  dense: [],
  dropout: 0,
};

/** What makes one vector of a text's words. */
export abstract class TextEncoder extends Module {
  /** Numbers of the vector. */
  abstract readonly features: number;
  /**
   * @param x       `[length, batch, size]`, the words' vectors
   * @param lengths int32 `[batch]`, how many words each text has; left out: all as many as the first axis
   * @returns `[batch, features]`; padding must not change it
   */
  abstract override forward(x: Tensor, pass: Pass, lengths?: Tensor): Tensor;
}

/** Names of the taps of a text model, around those of its encoder. */
export const textTaps = ({ dense }: Required<TextOptions>, encoder: readonly string[]): string[] => [
  "embedding",
  ...encoder,
  ...textDepths({ dense }),
  "features",
];

/** Those that lie one after another in depth: the text's vector, and what each fully connected layer makes of it. */
export const textDepths = ({ dense }: Pick<Required<TextOptions>, "dense">): string[] => [
  "pooled",
  ...denseWidths(dense).map((_, i) => `dense${i + 1}`),
];

/**
 * Words → vectors → one vector a text → fully connected layers → logits: int32 `[batch, length]` → `[batch, classes]`.
 * Taps: "embedding" `[batch, length, size]`; the encoder's; "pooled" `[batch, features]`, the text's vector; "dense1",
 * "dense2", …, after ReLU; "features", the last of them or "pooled".
 */
export class TextClassifier extends Network {
  readonly embedding: Embedding;
  readonly encoder: TextEncoder;
  readonly dense: readonly Linear[];
  readonly head: Linear;
  /** How many numbers of words it has a row for, and how many there are. */
  readonly #rows: number;
  readonly #count: number;
  readonly #wordDropout: Dropout;
  readonly #dropout: Dropout;

  /**
   * @param model  its name, for messages
   * @param encode makes the encoder, for words of a size
   * @throws OptionError if the samples are no texts, or a size is none
   */
  constructor(
    model: string,
    { embedding, dense, dropout }: Required<TextOptions>,
    { inputShape, classes, random, words }: ModelContext,
    encode: (size: number) => TextEncoder,
  ) {
    super();
    if (!words || inputShape.length !== 1) {
      throw new OptionError(
        `model ${model}: samples are ${formatShape(inputShape)}, expected texts. Use an mlp or a cnn for others.`,
      );
    }
    const size = wordSize(model, embedding.size, words.vectors?.size);
    this.#count = words.count;
    this.#rows = Math.min(words.count, firstWord + (embedding.words ?? Infinity));
    this.embedding = new Embedding(this.#rows, size, {
      initial: this.#rows < this.#count ? words.vectors?.data.slice(0, this.#rows * size) : words.vectors?.data,
      trainable: embedding.tune !== false,
      heldEpochs: heldEpochs(model, embedding.tune),
      sparse: true,
      random,
    });
    this.encoder = encode(size);
    const sizes = [this.encoder.features, ...denseWidths(dense)];
    this.dense = sizes.slice(1).map((width, i) => new Linear(sizes[i]!, width, { random }));
    this.head = new Linear(sizes.at(-1)!, classes, { random });
    this.#wordDropout = new Dropout(embedding.dropout ?? 0);
    this.#dropout = new Dropout(dropout);
  }

  forward(words: Tensor, pass: Pass): Tensor {
    const lengths = sum(cast(not(equal(words, 0)), "int32"), { axis: 1 });
    const isKnown = less(words, constant(this.#rows, words.dtype));
    const known = this.#rows < this.#count ? where(isKnown, words, constant(unknownWord, words.dtype)) : words;
    const x = this.#wordDropout.forward(this.embedding.forward(transpose(known)), pass);
    pass.tap("embedding", transpose(x, [1, 0, 2]));
    let y = pass.tap("pooled", this.encoder.forward(x, pass, lengths));
    this.dense.forEach((layer, i) => {
      y = pass.tap(`dense${i + 1}`, relu(layer.forward(this.#dropout.forward(y, pass))));
    });
    return this.answer(y, pass);
  }

  answer(features: Tensor, pass: Pass): Tensor {
    return this.head.forward(this.#dropout.forward(pass.tap("features", features), pass));
  }

  rest(depth: number, random: Random): Module {
    const layers = this.dense.slice(depth).flatMap(({ weight }) => {
      const [outputs, inputs] = weight.shape as [number, number];
      return [new Linear(inputs, outputs, { random }), new Activation("relu"), new Dropout(this.#dropout.rate)];
    });
    const [classes, features] = this.head.weight.shape as [number, number];
    return new Sequential(new Dropout(this.#dropout.rate), ...layers, new Linear(features, classes, { random }));
  }
}

const denseWidths = (dense: number | readonly number[]): readonly number[] =>
  typeof dense !== "number" && dense.length === 0 ? [] : widths(dense);

function heldEpochs(model: string, tune: boolean | number = true): number {
  if (typeof tune === "boolean") return 0;
  if (Number.isInteger(tune) && tune >= 0) return tune;
  throw new OptionError(
    `model ${model}: embedding.tune is ${tune}, expected true, false, or after how many epochs: a whole number.`,
  );
}

function wordSize(model: string, wanted: number | undefined, given: number | undefined): number {
  const size = wanted ?? given ?? 100;
  if (!Number.isInteger(size) || size < 1) {
    throw new OptionError(`model ${model}: embedding.size is ${size}, expected a whole number of at least 1.`);
  }
  if (given === undefined || given === size) return size;
  throw new OptionError(
    `model ${model}: embedding.size is ${size}, the given vectors have ${given} numbers. Leave embedding.size out.`,
  );
}
