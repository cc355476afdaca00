import { Random } from "../../tensor/index.js";
import { buildCorpus } from "./corpus/build-corpus.js";
import type { Spool } from "./corpus/corpus.js";
import type { TextSource } from "./corpus/text-source.js";
import { grownWeights, type KnownWeights } from "./grow-weights.js";
import type { ModelData } from "./model-data.js";
import type { Phrases } from "./phrases/phrases.js";
import type { RunOptions } from "./run-options.js";
import { trainVectors, type TrainingState } from "./train-vectors.js";
import type { Weights } from "./weights.js";
import {
  closeTrainingFolder,
  openTrainingFolder,
  readCheckpoint,
  spoolOf,
  spoolPath,
  writeCheckpoint,
  type TrainingFolder,
} from "./training-folder.js";
import { checkSame, type Word2VecOptions, type Word2VecSettings } from "./training-options.js";

/** What an earlier training has left: its words stay, and go on from their rows. */
export interface KnownModel extends KnownWeights {
  readonly counts: Float64Array;
  readonly phrases: Phrases;
}

/**
 * Trains a model from a text: reads it, chooses the vocabulary, and learns.
 * @throws DataError, FileError, FormatError if the text cannot be used
 */
export async function trainModel(
  source: TextSource,
  settings: Word2VecSettings,
  known: KnownModel | undefined,
  run: RunOptions,
): Promise<ModelData> {
  const folder = await openTrainingFolder(run.folder);
  try {
    const corpus = await buildCorpus(source, { ...settings, ...run, known, spool: spoolPath(folder.path) });
    const { vocabulary, spool, phrases, invalidSequences } = corpus;
    const facts = { words: spool.rawWords, sentences: spool.sentences, invalidSequences, seconds: 0, loss: NaN };
    run.onRead?.({ vocabulary, invalidSequences, words: spool.rawWords });
    const random = new Random(settings.seed).fork("new words");
    const initial = known ? grownWeights(known, vocabulary.words, settings.size, random) : {};
    return await learn({ settings, vocabulary, phrases, facts }, initial, spool, folder, run);
  } finally {
    await closeTrainingFolder(folder);
  }
}

/**
 * Goes on with a training that was broken off; one that is finished comes back as it is.
 * @param chosen options that the training must have
 * @throws OptionError if it has others
 * @throws FileError, FormatError if the folder holds no sound checkpoint
 */
export async function resumeModel(path: string, chosen: Word2VecOptions, run: RunOptions): Promise<ModelData> {
  const model = await readCheckpoint(path);
  checkSame(model.settings, chosen, path);
  const { weights, unfinished, ...rest } = model;
  if (!unfinished) return model;
  return learn({ ...rest, unfinished }, weights, spoolOf(path, unfinished.spool), { path, isKept: true }, run);
}

/** Trains from weights on; what is left out of them begins as usual. */
async function learn(
  model: Omit<ModelData, "weights">,
  initial: Partial<Weights>,
  spool: Spool,
  folder: TrainingFolder,
  run: RunOptions,
): Promise<ModelData> {
  const { settings, vocabulary, facts, unfinished } = model;
  const started = performance.now();
  const at = (weights: Weights, loss: number): ModelData => {
    const seconds = facts.seconds + (performance.now() - started) / 1000;
    return { ...model, weights, facts: { ...facts, seconds, loss }, unfinished: undefined };
  };
  let lastLoss = facts.loss;
  const save = ({ weights, position }: TrainingState): Promise<void> => {
    const { path: _, ...figures } = spool;
    return writeCheckpoint(folder, { ...at(weights, lastLoss), unfinished: { position, spool: figures } });
  };
  const { weights, loss } = await trainVectors({
    spool,
    counts: vocabulary.counts,
    options: settings,
    seed: settings.seed,
    threads: settings.threads,
    initial,
    resume: unfinished && { weights: initial as Weights, position: unfinished.position },
    checkpointSeconds: run.checkpointSeconds ?? 300,
    onCheckpoint: folder.isKept ? save : undefined,
    onProgress(progress) {
      lastLoss = progress.loss;
      run.onProgress?.({ stage: "train", ...progress });
    },
    signal: run.signal,
  });
  const trained = at(weights, loss);
  if (folder.isKept) await writeCheckpoint(folder, trained);
  return trained;
}
