import { batchCount, type Dataset, type Prepare } from "../data/index.js";
import { describeArrow } from "../distill/describe-arrow.js";
import type { LossPlan } from "../distill/loss-plan.js";
import { multiplyAdds } from "../distill/multiply-adds.js";
import type { DrawnNetwork } from "../distill/drawing.js";
import { trainNetwork, type TrainingResult } from "../distill/train-network.js";
import type { ProgramOptions } from "../engine/index.js";
import { input } from "../graph/index.js";
import type { Classifier } from "../models/index.js";
import { inferencePass } from "../nn/index.js";
import { sizeOf } from "../tensor/index.js";
import type { Preparation } from "../vision/index.js";
import { removeCheckpoint, writeCheckpoint } from "./checkpoint-file.js";
import type { EventLog } from "./event-log.js";
import type { NetworkName } from "./metrics.js";
import { loadWeights, readModelFacts, writeModelFiles, type ModelFacts } from "./model-files.js";
import type { ResolvedNetwork } from "./recipe/index.js";
import type { ResumePoint } from "./resume-point.js";
import type { RunEvent } from "./run-event.js";
import type { RunFolder } from "./run-files.js";

/** One network of a run, and all that its training needs. */
export interface NetworkStage {
  readonly network: NetworkName;
  readonly spec: ResolvedNetwork;
  readonly classifier: Classifier;
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly prepareTraining: (epoch: number) => Prepare;
  readonly prepare: Prepare;
  readonly preparation: Preparation;
  readonly loss: LossPlan;
}

/** What a stage is carried out with. */
export interface StageContext {
  readonly folder: RunFolder;
  readonly log: EventLog;
  readonly seed: number;
  readonly program: ProgramOptions;
  readonly signal: AbortSignal | undefined;
  readonly emit: (event: Omit<RunEvent, "time">) => void;
  /** Where the run stood when it was begun or taken up again. */
  readonly resume: ResumePoint;
  readonly checkpointSeconds: number | undefined;
}

export interface StageParts {
  /** What the network learns from; asked for only if there is something left to train. */
  readonly teacher?: () => Promise<DrawnNetwork>;
  /** Changes the trained weights before they are written, and says what it did. */
  readonly finish?: (() => Promise<Partial<ModelFacts>>) | undefined;
}

/**
 * Trains a network, or takes it from the run folder where it is complete there. Afterwards the store holds its weights
 * and the folder its files.
 */
export async function runStage(
  stage: NetworkStage,
  context: StageContext,
  { teacher, finish }: StageParts = {},
): Promise<ModelFacts> {
  const { network, classifier, spec } = stage;
  const { folder, program } = context;
  const done = await readModelFacts(folder, network);
  if (done) {
    await loadWeights(folder, network, classifier, program.store);
    return done;
  }
  const { result, seconds } = await train(stage, context, await teacher?.());
  const corrections = (await finish?.()) ?? {};
  const { training: _training, augment: _augment, ...model } = spec;
  const facts: ModelFacts = {
    format: 1,
    network,
    model: { ...model, ...(typeof model.model === "function" && { model: model.model.name || "custom" }) },
    inputShape: stage.train.shape,
    classes: stage.train.classes,
    ...(stage.train.features && { features: stage.train.features }),
    preparation: stage.preparation,
    parameters: countParameters(classifier),
    multiplyAdds: costOf(stage),
    epochs: result.history,
    best: result.best,
    last: result.last,
    kept: result.kept,
    seconds,
    ...corrections,
    ...(network === "student" && { packaged: "The student runtime does not cover image models yet: use model.onnx." }),
  };
  await writeModelFiles(folder, classifier, program.store, facts);
  await removeCheckpoint(folder, network);
  return facts;
}

async function train(
  stage: NetworkStage,
  { folder, log, seed, program, signal, emit, resume, checkpointSeconds }: StageContext,
  teacher: DrawnNetwork | undefined,
): Promise<{ result: TrainingResult; seconds: number }> {
  const { network, classifier, spec, loss, prepare, prepareTraining, validation } = stage;
  const checkpoint = resume.inTraining?.network === network ? resume.inTraining.checkpoint : undefined;
  const started = performance.now();
  const seconds = (): number => (checkpoint?.seconds ?? 0) + (performance.now() - started) / 1000;
  const result = await trainNetwork({
    drawing: {
      main: network,
      networks: { ...(teacher && { teacher }), [network]: { kind: "learning", classifier, loss } },
    },
    train: stage.train,
    validation,
    prepareTraining,
    prepareEvaluation: prepare,
    settings: spec.training,
    seed,
    program,
    resume: checkpoint?.state,
    signal,
    checkpointSeconds,
    onDrawn: (arrows) => {
      const messages = arrows.map(describeArrow).filter((message) => message !== undefined);
      if (messages.length > 0) emit({ stage: "train", network, message: messages.join("\n") });
    },
    onProgress: ({ endOfEpoch: _endOfEpoch, ...progress }) => emit({ stage: "train", network, ...progress }),
    onCheckpoint: (state) => writeCheckpoint(folder, network, { state, eventBytes: log.position, seconds: seconds() }),
  });
  return { result, seconds: seconds() };
}

/** Learned numbers. */
export const countParameters = ({ module }: Classifier): number =>
  module.parameters().reduce((total, parameter) => total + sizeOf(parameter.shape as number[]), 0);

/** Multiply-adds of one sample through the network. */
export function costOf({ classifier, train }: Pick<NetworkStage, "classifier" | "train">): number {
  return multiplyAdds(classifier.forward(input("inputs", ["batch", ...train.shape]), inferencePass()).logits);
}

/** Steps of a whole training. */
export const stepsOf = ({ train, spec }: NetworkStage): number =>
  spec.training.epochs * batchCount(train.labels.length, spec.training.batchSize);
