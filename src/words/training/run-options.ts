import type { ReadingProgress } from "./corpus/build-corpus.js";
import type { Corpus } from "./corpus/corpus.js";
import type { TrainingProgress } from "./training-progress.js";

/** How far a Word2Vec is: reading its text, joining phrases, or training. */
export type Word2VecProgress = ReadingProgress | ({ readonly stage: "train" } & TrainingProgress);

/** What surrounds a training. */
export interface RunOptions {
  /** Where checkpoints are kept, from which `Word2Vec.resume` goes on; default nowhere. The caller removes it. */
  readonly folder?: string | undefined;
  /** Seconds between checkpoints; default 300. */
  readonly checkpointSeconds?: number | undefined;
  /** Stops: with a folder a checkpoint is written first. The call then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Hears what the text holds, once it is read. */
  readonly onRead?:
    ((text: Pick<Corpus, "vocabulary" | "invalidSequences"> & { readonly words: number }) => void) | undefined;
  /** Hears some ten times a second how far it is. */
  readonly onProgress?: ((progress: Word2VecProgress) => void) | undefined;
}
