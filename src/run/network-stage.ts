import { batchCount, textLengths, type Dataset, type Prepare } from "../data/index.js";
import { describeArrow } from "../distill/describe-arrow.js";
import { multiplyAdds } from "../distill/multiply-adds.js";
import type { Drawing, DrawnNetwork, FedNetwork, FrozenNetwork } from "../distill/drawing.js";
import { trainNetwork, type TrainingResult } from "../distill/train-network.js";
import type { ProgramOptions } from "../engine/index.js";
import { modelInput, type Classifier } from "../models/index.js";
import { inferencePass } from "../nn/index.js";
import { sizeOf } from "../tensor/index.js";
import { checkTraining } from "./check/check-training.js";
import { findingsText } from "./check/finding.js";
import { removeCheckpoint, writeCheckpoint } from "./checkpoint-file.js";
import type { EventLog } from "./event-log.js";
import type { InputPreparation } from "./input-preparation.js";
import type { NetworkName } from "./metrics.js";
import { loadWeights, readModelFacts, writeModelFiles, type ModelFacts } from "./model-files.js";
import type { ResolvedModel, ResolvedNetwork } from "./recipe/index.js";
import type { ResumePoint } from "./resume-point.js";
import type { RunEvent } from "./run-event.js";
import type { RunFolder } from "./run-files.js";

/** A network as a stage sees it: drawn there, or trained before, "outside" of it. */
export type StageNetwork = Exclude<DrawnNetwork, FrozenNetwork | FedNetwork> | { readonly kind: "outside" };

/** One training of a run, of one network and those that learn beside it, and all that it needs. */
export interface NetworkStage {
  /** The network that it is for. */
  readonly network: NetworkName;
  readonly spec: ResolvedNetwork;
  /** Of that network, before it is trained. */
  readonly classifier: Classifier;
  /** That network, and all that it has to do with. */
  readonly networks: Readonly<Record<NetworkName, StageNetwork>>;
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly prepareTraining: (epoch: number) => Prepare;
  readonly prepare: Prepare;
  readonly preparation: InputPreparation;
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
  /** The network as it answers when it is trained; see answeringClassifier. */
  readonly answering: Classifier;
  /** Networks of earlier stages and runs. */
  readonly trained: ReadonlyMap<NetworkName, TrainedNetwork>;
  /** A network from outside of the stage; asked for only if there is something left to train. */
  readonly source: (name: NetworkName) => Promise<FrozenNetwork | FedNetwork>;
  /** Changes the trained weights before they are written, and says what it did. */
  readonly finish?: ((classifier: Classifier) => Promise<Partial<ModelFacts>>) | undefined;
}

/** A trained network and what its folder says of it. */
export interface TrainedNetwork {
  readonly classifier: Classifier;
  readonly facts: ModelFacts;
}

/**
 * Trains a network, or takes it from the run folder where it is complete there. Afterwards the store holds its weights
 * and the folder its files.
 */
export async function runStage(
  stage: NetworkStage,
  context: StageContext,
  { answering, trained, source, finish }: StageParts,
): Promise<TrainedNetwork> {
  const { network, spec } = stage;
  const { folder, program } = context;
  const done = await readModelFacts(folder, network);
  if (done) {
    await loadWeights(folder, network, answering, program.store);
    return { classifier: answering, facts: done };
  }
  const drawing = await drawingOf(stage, source);
  const findings = await checkTraining(stage, drawing, trained, context);
  if (findings.length > 0 && context.resume.inTraining?.network !== network) {
    context.emit({ stage: "check", network, message: findingsText(network, findings) });
  }
  const warnings = findings.filter(({ isWarning }) => isWarning).map(({ text }) => text);
  const { result, seconds } = await train(stage, context, drawing);
  const { classifier } = result;
  const corrections = (await finish?.(classifier)) ?? {};
  const { training: _training, augment: _augment, ...model } = spec;
  const unmeasured: Omit<ModelFacts, "latencyMs"> = {
    format: 1,
    network,
    model: describedModel(model, classifier),
    inputShape: stage.train.shape,
    classes: stage.train.classes,
    ...(stage.train.features && { features: stage.train.features }),
    preparation: stage.preparation,
    parameters: countParameters(classifier),
    multiplyAdds: multiplyAddsOf(classifier, stage.train),
    epochs: result.history,
    best: result.best,
    last: result.last,
    kept: result.kept,
    held: result.held,
    seconds,
    ...corrections,
    ...(warnings.length > 0 && { warnings }),
  };
  const sample = stage.prepare(stage.train, Int32Array.of(usualSample(stage.train)));
  const facts = await writeModelFiles(folder, classifier, program.store, unmeasured, sample);
  await removeCheckpoint(folder, network);
  return { classifier, facts };
}

/** A sample to time: of texts one of median length. */
function usualSample({ text }: Dataset): number {
  if (!text) return 0;
  const lengths = textLengths(text);
  const byLength = Array.from(lengths.keys()).sort((a, b) => lengths[a]! - lengths[b]!);
  return byLength[Math.floor(byLength.length / 2)]!;
}

/** A model as its folder tells of it: so that it can be built again, without the vectors that its words started from. */
function describedModel(model: ResolvedModel, { module }: Classifier): Record<string, unknown> {
  if (typeof model.model === "function") return { ...model, model: model.model.name || "custom" };
  if (!("embedding" in model)) return { ...model };
  const size = module.namedParameters().get("embedding.weight")?.shape[1];
  return { ...model, embedding: { ...model.embedding, size } };
}

/** The stage's drawing, with networks from outside in their places. */
export async function drawingOf(
  { network: main, networks }: NetworkStage,
  source: (name: NetworkName) => Promise<FrozenNetwork | FedNetwork> | FrozenNetwork,
): Promise<Drawing> {
  const drawn: Record<string, DrawnNetwork> = {};
  for (const [name, network] of Object.entries(networks)) {
    drawn[name] = network.kind === "outside" ? await source(name) : network;
  }
  return { main, networks: drawn };
}

async function train(
  stage: NetworkStage,
  { folder, log, seed, program, signal, emit, resume, checkpointSeconds }: StageContext,
  drawing: Drawing,
): Promise<{ result: TrainingResult; seconds: number }> {
  const { network, spec, prepare, prepareTraining, validation } = stage;
  const checkpoint = resume.inTraining?.network === network ? resume.inTraining.checkpoint : undefined;
  const started = performance.now();
  const seconds = (): number => (checkpoint?.seconds ?? 0) + (performance.now() - started) / 1000;
  const result = await trainNetwork({
    drawing,
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

/** Multiply-adds of one sample through a network. */
const multiplyAddsOf = (classifier: Classifier, { shape }: Dataset): number =>
  multiplyAdds(classifier.forward(modelInput({ inputShape: shape }), inferencePass()).logits);

/** Multiply-adds of one sample in a stage, through all networks that learn in it. */
export const costOf = ({ networks, train }: NetworkStage): number =>
  Object.values(networks).reduce(
    (total, network) => total + (network.kind === "learning" ? multiplyAddsOf(network.classifier, train) : 0),
    0,
  );

/** Steps of a whole training. */
export const stepsOf = ({ train, spec }: NetworkStage): number =>
  spec.training.epochs * batchCount(train.labels.length, spec.training.batchSize);
