import type { Spool, Vocabulary } from "./corpus/corpus.js";
import type { Phrases } from "./phrases/phrases.js";
import type { TrainingPosition } from "./train-vectors.js";
import type { Word2VecSettings } from "./training-options.js";
import type { Weights } from "./weights.js";

/** A model as plain data: all that is needed to go on with its training. */
export interface ModelData {
  readonly settings: Word2VecSettings;
  readonly vocabulary: Vocabulary;
  readonly weights: Weights;
  readonly phrases: Phrases;
  readonly facts: TrainingFacts;
  /** Where a training stands that was broken off. */
  readonly unfinished?: Unfinished | undefined;
}

export interface TrainingFacts {
  /** Words of the text, those without a vector included. */
  readonly words: number;
  readonly sentences: number;
  /** Sequences of bytes of the text that are no UTF-8 and became U+FFFD. */
  readonly invalidSequences: number;
  /** Seconds of training, without the reading of the text. */
  readonly seconds: number;
  /**
   * Mean over the last epoch of -log of the probability given to the truth, summed over a pair's true word and its
   * negatives. It is measured on a part of the pairs: NaN where a text is so short that there are none.
   */
  readonly loss: number;
}

export interface Unfinished {
  readonly position: TrainingPosition;
  /** The spool's figures; the file lies beside the checkpoint. */
  readonly spool: Omit<Spool, "path">;
}
