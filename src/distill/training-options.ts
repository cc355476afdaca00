import type { Dataset, Prepare } from "../data/index.js";
import type { ProgramOptions } from "../engine/index.js";
import type { Classifier } from "../models/index.js";
import type { OptimizerOptions, ScheduleOptions } from "../optim/index.js";
import type { DrawnArrow } from "./draw-step.js";
import type { Drawing } from "./drawing.js";
import type { EpochResult, TrainingState } from "./training-state.js";

/** How long, how fast and with what a network trains. */
export interface TrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerOptions & { readonly learningRate: number };
  readonly schedule: ScheduleOptions;
  readonly clipNorm: number | null;
  readonly maxNorm: number | null;
  readonly labelSmoothing: number;
  readonly earlyStopping: { readonly patience: number } | null;
  /** Which epoch's weights stay at the end. */
  readonly keep: "best" | "last";
}

export interface TrainNetworkOptions {
  /** The networks, what each learns and from which; its main network is judged on validation data. */
  readonly drawing: Drawing;
  readonly train: Dataset;
  /** May be empty: then the last epoch is kept. */
  readonly validation: Dataset;
  /** Makes the training inputs of an epoch (0 first), with augmentation. */
  readonly prepareTraining: (epoch: number) => Prepare;
  readonly prepareEvaluation: Prepare;
  readonly settings: TrainingSettings;
  /** Of the order of samples, of dropout, and of the first weights of helpers. */
  readonly seed: number;
  readonly program: ProgramOptions;
  /** Go on from here. */
  readonly resume?: TrainingState | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called once with the arrows as they were drawn: taps that were matched, helpers that were fitted in. */
  readonly onDrawn?: ((arrows: readonly DrawnArrow[]) => void) | undefined;
  /** Called every so often with the figures of the epoch so far, and at the end of each epoch. */
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
  /** Called before the first step, at the end of each epoch, every `checkpointSeconds`, and before an abort is thrown. */
  readonly onCheckpoint?: ((state: TrainingState) => Promise<void>) | undefined;
  /** Default 30. */
  readonly checkpointSeconds?: number | undefined;
}

export interface TrainingProgress extends EpochResult {
  readonly epochs: number;
  /** Steps done of the whole training. */
  readonly step: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly samplesPerSecond: number;
  readonly endOfEpoch: boolean;
}

/** What a training holds, beside the data. */
export interface TrainingSize {
  /** Learned numbers: of all networks that learn in it, and of helpers. */
  readonly parameters: number;
  /** Of weights, running statistics, the optimiser's state and what objectives remember. */
  readonly bytes: number;
}

export interface TrainingResult {
  /** The main network as it answers in the end: with the teacher's last layer, where a method says so. */
  readonly classifier: Classifier;
  readonly history: readonly EpochResult[];
  readonly held: TrainingSize;
  /** The epoch whose weights are now in the store. */
  readonly kept: EpochResult;
  readonly best: EpochResult;
  readonly last: EpochResult;
}
