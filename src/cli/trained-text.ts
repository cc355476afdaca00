import type { Word2Vec } from "../words/index.js";
import type { Paint } from "./output.js";
import { formatLoss, formatRate, formatTime } from "./progress/format.js";

/** What a training gave. */
export interface TrainedFacts {
  /** Words of the text, those without a vector included. */
  readonly words: number;
  readonly sentences: number;
  /** How many words have vectors. */
  readonly vocabulary: number;
  /** How many phrases were found; 0 where none were sought. */
  readonly phrases: number;
  /** Sequences of bytes that are no UTF-8. */
  readonly invalidSequences: number;
  readonly threads: number;
  readonly epochs: number;
  /** Of training, without the reading of the text. */
  readonly seconds: number;
  /** Words of the text times epochs, through the seconds of training. */
  readonly wordsPerSecond: number;
  /** Mean of the last epoch; null where the text is too short to measure it. */
  readonly loss: number | null;
  /** Where the vectors and the model were written. */
  readonly output: string;
  readonly model: string | null;
}

export function trainedFacts(
  { facts, settings, vectors, phrases }: Word2Vec,
  output: string,
  model = null as string | null,
): TrainedFacts {
  const { words, sentences, invalidSequences, seconds, loss } = facts;
  const { epochs, threads } = settings;
  return {
    words,
    sentences,
    vocabulary: vectors.length,
    phrases: phrases.passes.flat().length,
    invalidSequences,
    threads,
    epochs,
    seconds,
    wordsPerSecond: (words * epochs) / seconds,
    loss: Number.isNaN(loss) ? null : loss,
    output,
    model,
  };
}

/** The same in words. */
export function trainedText(facts: TrainedFacts, paint: Paint): string {
  const { vocabulary, output, model, words, epochs, seconds, wordsPerSecond, loss } = facts;
  const files = model === null ? output : `${output}, ${model}`;
  const lossText = loss === null ? "" : `, loss ${formatLoss(loss)}`;
  return (
    `${paint("bold", files)}: ${vocabulary} words with vectors\n` +
    `${epochs} passes over ${words} words in ${formatTime(1000 * seconds)}, ${formatRate(wordsPerSecond)} words/s${lossText}`
  );
}
