import type { WordTokenizerOptions } from "./word-tokenizer.js";

/** What a student is, as its file's manifest says it. Weights are named; matrices are `[out, in]`, as PyTorch has them. */
export interface StudentModel {
  /** Of each class, in the order of the logits. */
  readonly labels: readonly string[];
  readonly input: TextInput | ImageInput | NumbersInput;
  readonly layers: readonly Layer[];
  /** Where it comes from: name, figures, date; free text for people. */
  readonly card: Readonly<Record<string, unknown>>;
}

/** Words become numbers: 0 is padding, 1 an unknown word, 2 the first of the vocabulary. */
export interface TextInput {
  readonly kind: "text";
  readonly tokenizer: Required<WordTokenizerOptions>;
  /** Only the first so many words count, as in training. */
  readonly maxLength: number;
}

/** Numbers of the first words of a vocabulary. */
export const unknownWord = 1;
export const firstWord = 2;

/** Pixels 0 to 255, `[channels, height, width]`; each channel becomes (pixel / 255 - mean) / deviation. */
export interface ImageInput {
  readonly kind: "image";
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Numbers by their names; each becomes (number - mean) / deviation. */
export interface NumbersInput {
  readonly kind: "numbers";
  readonly features: readonly string[];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export type Layer =
  | EmbeddingLayer
  | RecurrentLayer
  | PoolingLayer
  | WindowsLayer
  | LinearLayer
  | ActivationLayer
  | ConvolutionLayer
  | HalvingLayer;

/** Words to rows of a table `[words + 2, size]`. */
export interface EmbeddingLayer {
  readonly kind: "embedding";
  readonly table: string;
}

export type Cell = "rnn" | "gru" | "lstm";

/** Reads a sequence, in one direction or in two; the states of the second stand behind those of the first. */
export interface RecurrentLayer {
  readonly kind: "recurrent";
  readonly cell: Cell;
  readonly hidden: number;
  readonly directions: readonly DirectionWeights[];
}

/** Gates one behind the other, as PyTorch has them. */
export interface DirectionWeights {
  /** `[gates * hidden, features]`; left out where the table of words already holds what it would give, bias included. */
  readonly input?: string;
  /** `[gates * hidden]` */
  readonly inputBias?: string;
  /** `[gates * hidden, hidden]` */
  readonly hidden: string;
  /** `[gates * hidden]` */
  readonly hiddenBias: string;
}

/** Makes one vector of a sequence. */
export type PoolingLayer =
  | { readonly kind: "pool"; readonly by: "last" | "mean" | "max" }
  /** weights softmax over t of (context . tanh(weight x_t + bias)) */
  | {
      readonly kind: "pool";
      readonly by: "attention";
      readonly weight: string;
      readonly bias: string;
      readonly context: string;
    };

/** Windows over a sequence, each with ReLU and the largest number of each channel over all places (TextCNN). */
export interface WindowsLayer {
  readonly kind: "windows";
  /** weight `[channels, length * features]`, bias `[channels]` */
  readonly windows: readonly { readonly length: number; readonly weight: string; readonly bias: string }[];
}

/** weight `[out, in]`, bias `[out]` */
export interface LinearLayer {
  readonly kind: "linear";
  readonly weight: string;
  readonly bias?: string;
}

export interface ActivationLayer {
  readonly kind: "activation";
  readonly name: "relu" | "leakyRelu" | "gelu" | "geluTanh" | "silu" | "tanh" | "sigmoid";
}

/** 3 by 3, one pixel of zeros around: weight `[out, in, 3, 3]`, bias `[out]`. */
export interface ConvolutionLayer {
  readonly kind: "convolution";
  readonly weight: string;
  readonly bias: string;
}

/** The largest of each 2 by 2 pixels. */
export interface HalvingLayer {
  readonly kind: "halve";
}
