/** How far a training is. */
export interface TrainingProgress {
  /** The epoch that goes on: 1 is the first. */
  readonly epoch: number;
  readonly epochs: number;
  /** Words of the text that were passed, over all epochs, those without a vector included. */
  readonly words: number;
  /** Words to pass in all. */
  readonly totalWords: number;
  /** Since this training, or its resumption, began. */
  readonly wordsPerSecond: number;
  readonly learningRate: number;
  /** Mean of -log of the probability given to the truth, summed over a pair's true word and its negatives; NaN at first. */
  readonly loss: number;
}
