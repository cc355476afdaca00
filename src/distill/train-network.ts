import { batchCount, batches, type Dataset, type Prepare } from "../data/index.js";
import type { ParameterStore, ProgramOptions } from "../engine/index.js";
import type { Parameter } from "../graph/index.js";
import type { Classifier } from "../models/index.js";
import {
  afterEpoch,
  earlyStopping,
  makeSchedule,
  type OptimizerOptions,
  type Schedule,
  type ScheduleOptions,
} from "../optim/index.js";
import { LimbeckError } from "../tensor/index.js";
import type { LossPlan } from "./combined-loss.js";
import { classificationMetrics } from "./metrics.js";
import { compilePredictor } from "./predict-logits.js";
import { compileTrainStep, NonFiniteLoss, type TeacherInStep } from "./train-step.js";

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

/** What the student learns from. Fed outputs are told for each epoch: augmentations may cycle. */
export type Teacher =
  | { readonly kind: "live"; readonly classifier: Classifier }
  /** `[samples, classes]`, in the order of the training data */
  | { readonly kind: "fed"; readonly logits: (epoch: number) => Float32Array };

export interface TrainNetworkOptions {
  readonly classifier: Classifier;
  readonly train: Dataset;
  /** May be empty: then the last epoch is kept. */
  readonly validation: Dataset;
  /** Makes the training inputs of an epoch (0 first), with augmentation. */
  readonly prepareTraining: (epoch: number) => Prepare;
  readonly prepareEvaluation: Prepare;
  readonly settings: TrainingSettings;
  readonly loss: LossPlan;
  readonly teacher?: Teacher | undefined;
  /** Of the order of samples and of dropout. */
  readonly seed: number;
  readonly program: ProgramOptions;
  /** Go on from here. */
  readonly resume?: TrainingState | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called every so often with the figures of the epoch so far, and at the end of each epoch. */
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
  /** Called at the end of each epoch, every `checkpointSeconds`, and before an abort is thrown. */
  readonly onCheckpoint?: ((state: TrainingState) => Promise<void>) | undefined;
  /** Default 30. */
  readonly checkpointSeconds?: number;
}

/** All that training needs to go on as if it had never stopped. */
export interface TrainingState {
  /** Whole epochs done. */
  readonly epoch: number;
  /** Batches done in the epoch after that. */
  readonly batch: number;
  /** Sums over that epoch's batches so far. */
  readonly running: RunningSums;
  readonly history: readonly EpochResult[];
  readonly best: { readonly epoch: number; readonly accuracy: number; readonly loss: number } | null;
  /** True if early stopping has ended training. */
  readonly finished: boolean;
  /** By name: weights, running statistics, optimiser state. */
  readonly parameters: ReadonlyMap<string, Float32Array>;
  /** Weights and running statistics of the best epoch. */
  readonly bestParameters: ReadonlyMap<string, Float32Array>;
}

interface RunningSums {
  readonly loss: number;
  readonly correct: number;
  readonly samples: number;
}

/** Figures of one epoch, 1 for the first. */
export interface EpochResult {
  readonly epoch: number;
  /** Mean of the loss over samples, while training. */
  readonly loss: number;
  /** Share of training samples right, while training. */
  readonly accuracy: number;
  readonly validationAccuracy?: number;
  readonly validationLoss?: number;
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

export interface TrainingResult {
  readonly history: readonly EpochResult[];
  /** The epoch whose weights are now in the store. */
  readonly kept: EpochResult;
  readonly best: EpochResult;
  readonly last: EpochResult;
}

const progressMs = 100;

/**
 * Trains one network; its parameters in the store end as those of the epoch that `settings.keep` names.
 * Everything drawn at random is a function of seed, epoch and step: a resumed training equals an unbroken one.
 * @throws LimbeckError if the loss is not finite: the weights are then still those of the last good step
 * @throws the signal's reason when aborted, after a checkpoint
 */
export async function trainNetwork(options: TrainNetworkOptions): Promise<TrainingResult> {
  const { classifier, train, settings, program, signal } = options;
  const { store } = program;
  store.add([...classifier.module.parameters(), ...classifier.module.buffers()]);
  const classes = train.classes.length;
  const step = await compileTrainStep(
    {
      classifier,
      inputShape: train.shape,
      classes,
      loss: options.loss,
      teacher: options.teacher && inStep(options.teacher),
      optimizer: settings.optimizer,
      clipNorm: settings.clipNorm,
      maxNorm: settings.maxNorm,
      seed: options.seed,
    },
    program,
  );
  const predictor = await compilePredictor(classifier, train.shape, program);
  try {
    return await new Training(options, step, predictor, store).run(signal);
  } finally {
    await step.dispose();
    await predictor.dispose();
  }
}

type Step = Awaited<ReturnType<typeof compileTrainStep>>;
type Evaluator = Awaited<ReturnType<typeof compilePredictor>>;

const inStep = (teacher: Teacher): TeacherInStep => (teacher.kind === "live" ? teacher : { kind: "fed" });

class Training {
  #epoch = 0;
  #batch = 0;
  #running = { loss: 0, correct: 0, samples: 0 };
  #history: EpochResult[] = [];
  #best: TrainingState["best"] = null;
  #bestParameters = new Map<string, Float32Array>();
  #finished = false;
  #saved = performance.now();
  #reported = 0;
  readonly #weights: readonly Parameter[];
  readonly #batches: number;
  readonly #schedule: Schedule;

  constructor(
    readonly options: TrainNetworkOptions,
    readonly step: Step,
    readonly predictor: Evaluator,
    readonly store: ParameterStore,
  ) {
    const { module } = options.classifier;
    this.#weights = [...module.parameters(), ...module.buffers()];
    this.#batches = batchCount(options.train.labels.length, options.settings.batchSize);
    this.#schedule = makeSchedule(options.settings.schedule);
    if (options.resume) this.#restore(options.resume);
  }

  async run(signal: AbortSignal | undefined): Promise<TrainingResult> {
    const { settings } = this.options;
    while (this.#epoch < settings.epochs && !this.#finished) {
      await this.#trainEpoch(signal);
      await this.#endEpoch();
      this.#finished = this.#shouldStop();
      await this.#checkpoint();
    }
    return this.#result();
  }

  /** Early stopping, told from the history: a checkpoint needs to hold no more. */
  #shouldStop(): boolean {
    const { earlyStopping: early } = this.options.settings;
    if (!early || this.options.validation.labels.length === 0) return false;
    const state = this.#history.reduce(
      (before, { epoch, validationAccuracy = 0 }) => afterEpoch(before, epoch, validationAccuracy),
      earlyStopping(early.patience),
    );
    return state.shouldStop;
  }

  async #trainEpoch(signal: AbortSignal | undefined): Promise<void> {
    const { train, settings, seed, prepareTraining, teacher } = this.options;
    const classes = train.classes.length;
    const logits = teacher?.kind === "fed" ? teacher.logits(this.#epoch) : undefined;
    const started = { time: performance.now(), samples: this.#running.samples };
    const epochBatches = batches(train, {
      batchSize: settings.batchSize,
      prepare: prepareTraining(this.#epoch),
      shuffle: { seed, epoch: this.#epoch },
      startBatch: this.#batch,
    });
    for (const batch of epochBatches) {
      if (signal?.aborted) {
        await this.#checkpoint();
        signal.throwIfAborted();
      }
      const at = this.#epoch * this.#batches + this.#batch;
      const learningRate = this.#learningRate(at);
      const teacherLogits = logits && rowsOf(logits, batch.indices, classes);
      const result = await this.step
        .run({ inputs: batch.inputs, labels: batch.labels, teacherLogits, learningRate, step: at })
        .catch((error: unknown) => {
          throw error instanceof NonFiniteLoss ? this.#explain(error, at, batch.inputs, teacherLogits) : error;
        });
      this.#running.loss += result.loss * batch.size;
      this.#running.correct += countCorrect(result.logits, batch.labels, classes);
      this.#running.samples += batch.size;
      this.#batch++;
      this.#report(started, learningRate);
      if (performance.now() - this.#saved > (this.options.checkpointSeconds ?? 30) * 1000) await this.#checkpoint();
      // ONNX Runtime blocks the event loop for the length of a step: signals and timers get their turn in between.
      await new Promise(setImmediateOrTimeout);
    }
  }

  async #endEpoch(): Promise<void> {
    const { validation, prepareEvaluation } = this.options;
    const { loss, correct, samples } = this.#running;
    let result: EpochResult = { epoch: this.#epoch + 1, loss: loss / samples, accuracy: correct / samples };
    if (validation.labels.length > 0) {
      const logits = await this.predictor.dataset(validation, prepareEvaluation);
      const { accuracy, logLoss } = classificationMetrics(logits, validation.labels, validation.classes.length);
      result = { ...result, validationAccuracy: accuracy, validationLoss: logLoss };
    }
    this.#history.push(result);
    const { validationAccuracy: accuracy = 0, validationLoss = 0 } = result;
    const best = this.#best;
    if (!best || accuracy > best.accuracy || (accuracy === best.accuracy && validationLoss < best.loss)) {
      this.#best = { epoch: result.epoch, accuracy, loss: validationLoss };
      this.#bestParameters = this.#copy(this.#weights);
    }
    this.#epoch++;
    this.#batch = 0;
    this.#running = { loss: 0, correct: 0, samples: 0 };
    this.#emit(result, this.#learningRate(this.#epoch * this.#batches - 1), 0, true);
  }

  #learningRate(step: number): number {
    const { settings } = this.options;
    const progress = { step, totalSteps: settings.epochs * this.#batches, stepsPerEpoch: this.#batches };
    return settings.optimizer.learningRate * this.#schedule(progress);
  }

  #report(started: { time: number; samples: number }, learningRate: number): void {
    const now = performance.now();
    if (now - this.#reported < progressMs) return;
    this.#reported = now;
    const { loss, correct, samples } = this.#running;
    const rate = ((samples - started.samples) / (now - started.time)) * 1000;
    this.#emit(
      { epoch: this.#epoch + 1, loss: loss / samples, accuracy: correct / samples },
      learningRate,
      rate,
      false,
    );
  }

  #emit(result: EpochResult, learningRate: number, samplesPerSecond: number, endOfEpoch: boolean): void {
    const { epochs } = this.options.settings;
    this.options.onProgress?.({
      ...result,
      epochs,
      step: this.#epoch * this.#batches + this.#batch,
      steps: epochs * this.#batches,
      learningRate,
      samplesPerSecond,
      endOfEpoch,
    });
  }

  #result(): TrainingResult {
    const { settings, validation } = this.options;
    const last = this.#history.at(-1)!;
    const chooses = validation.labels.length > 0;
    const best = chooses ? this.#history[this.#best!.epoch - 1]! : last;
    if (settings.keep === "best" && chooses) {
      for (const parameter of this.#weights) this.store.set(parameter, this.#bestParameters.get(parameter.name)!);
    }
    return { history: this.#history, best, last, kept: settings.keep === "best" ? best : last };
  }

  #copy(parameters: readonly Parameter[]): Map<string, Float32Array> {
    return new Map(parameters.map((parameter) => [parameter.name, this.store.get(parameter).slice()]));
  }

  async #checkpoint(): Promise<void> {
    this.#saved = performance.now();
    if (!this.options.onCheckpoint) return;
    const parameters = this.#copy(this.step.state);
    const damaged = [...parameters].find(([, values]) => !values.every(Number.isFinite));
    if (damaged)
      throw this.#broken(`${damaged[0]} holds a number that is not finite`, this.#epoch * this.#batches + this.#batch);
    await this.options.onCheckpoint({
      epoch: this.#epoch,
      batch: this.#batch,
      running: { ...this.#running },
      history: [...this.#history],
      best: this.#best,
      finished: this.#finished,
      parameters,
      bestParameters: this.#bestParameters,
    });
  }

  #restore(state: TrainingState): void {
    this.#epoch = state.epoch;
    this.#batch = state.batch;
    this.#running = { ...state.running };
    this.#history = [...state.history];
    this.#best = state.best;
    this.#finished = state.finished;
    this.#bestParameters = new Map(state.bestParameters);
    for (const parameter of this.step.state) {
      const values = state.parameters.get(parameter.name);
      if (!values)
        throw new LimbeckError(`The checkpoint holds no ${parameter.name}: it is of another model or optimiser.`);
      this.store.set(parameter, values);
    }
  }

  /** Which tensor a loss that is not finite came from. */
  #explain(
    error: NonFiniteLoss,
    step: number,
    inputs: Float32Array,
    teacherLogits: Float32Array | undefined,
  ): LimbeckError {
    const isBad = (values: Float32Array | undefined) => values !== undefined && !values.every(Number.isFinite);
    const parameter = this.step.state.find((state) => isBad(this.store.get(state)));
    const culprit = isBad(inputs)
      ? "the batch's inputs hold a number that is not finite: look at the data"
      : isBad(teacherLogits)
        ? "the teacher's logits hold a number that is not finite: look at the teacher"
        : parameter
          ? `${parameter.name} holds a number that is not finite since the step before`
          : "the logits overflow, though inputs and weights are finite";
    return this.#broken(`${error.message.replace(/\.$/, "")}, and ${culprit}`, step);
  }

  #broken(what: string, step: number): LimbeckError {
    return new LimbeckError(
      `Training broke off at step ${step + 1} (epoch ${Math.floor(step / this.#batches) + 1}): ${what}. ` +
        `The last checkpoint is kept. Lower the learning rate (now ${this.#learningRate(step).toPrecision(3)}), or set training.clipNorm to 1.`,
    );
  }
}

/** Rows of `[samples, width]` at the given places. */
function rowsOf(values: Float32Array, indices: Int32Array, width: number): Float32Array {
  const rows = new Float32Array(indices.length * width);
  indices.forEach((index, i) => rows.set(values.subarray(index * width, (index + 1) * width), i * width));
  return rows;
}

function countCorrect(logits: Float32Array, labels: Int32Array, classes: number): number {
  let correct = 0;
  for (let i = 0; i < labels.length; i++) {
    let top = 0;
    for (let c = 1; c < classes; c++) if (logits[i * classes + c]! > logits[i * classes + top]!) top = c;
    if (top === labels[i]) correct++;
  }
  return correct;
}

const setImmediateOrTimeout = (resolve: (value?: unknown) => void): unknown =>
  typeof setImmediate === "function" ? setImmediate(() => resolve()) : setTimeout(() => resolve());
