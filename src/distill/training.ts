import { batchCount, batches, type Batch } from "../data/index.js";
import type { ParameterStore } from "../engine/index.js";
import type { Parameter } from "../graph/index.js";
import { afterEpoch, earlyStopping, makeSchedule, type Schedule } from "../optim/index.js";
import type { TrainingFailure } from "../tensor/index.js";
import { classificationMetrics } from "./metrics.js";
import { nextTurn } from "./next-turn.js";
import { pairs } from "./pairs.js";
import type { Predictor } from "./predict-logits.js";
import type { StepFeeds } from "./step-feeds.js";
import { NonFiniteLoss, type StepResult, type TrainStep } from "./train-step.js";
import { findCulprit, firstDamaged, trainingFailure } from "./training-failure.js";
import type { TrainingResult, TrainNetworkOptions } from "./training-options.js";
import { betterEpoch, copyParameters, restoreParameters } from "./training-state.js";
import type { BestEpoch, EpochResult, RunningSums, TrainingState } from "./training-state.js";

const progressMs = 100;
const noSums: RunningSums = { loss: 0, correct: 0, samples: 0 };

/** One network's training in progress: the loop over epochs and batches. */
export class Training {
  #epoch = 0;
  #batch = 0;
  #running = noSums;
  #history: EpochResult[] = [];
  #best: BestEpoch | null = null;
  #bestParameters: ReadonlyMap<string, Float32Array> = new Map();
  #finished = false;
  #saved = performance.now();
  #reported = 0;
  #samplesPerSecond = 0;
  readonly #store: ParameterStore;
  readonly #weights: readonly Parameter[];
  readonly #batches: number;
  readonly #schedule: Schedule;

  constructor(
    readonly options: TrainNetworkOptions,
    readonly step: TrainStep,
    readonly predictor: Predictor,
  ) {
    const { module } = step.classifier;
    this.#store = options.program.store;
    this.#weights = [...module.parameters(), ...module.buffers()];
    this.#batches = batchCount(options.train.labels.length, options.settings.batchSize);
    this.#schedule = makeSchedule(options.settings.schedule);
    if (options.resume) this.#restore(options.resume);
  }

  async run(): Promise<TrainingResult> {
    if (!this.options.resume) await this.#checkpoint();
    while (this.#epoch < this.options.settings.epochs && !this.#finished) {
      await this.#trainEpoch();
      await this.#endEpoch();
      this.#finished = this.#shouldStop();
      await this.#checkpoint();
    }
    return this.#result();
  }

  /** Steps done. */
  get #steps(): number {
    return this.#epoch * this.#batches + this.#batch;
  }

  async #trainEpoch(): Promise<void> {
    const { train, settings, seed, prepareTraining, signal, checkpointSeconds = 30 } = this.options;
    const classes = train.classes.length;
    const feeds = this.#epochFeeds();
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
      const learningRate = this.#learningRate(this.#steps);
      const result = await this.#trainBatch(batch, feeds(batch.indices), learningRate);
      const { loss, correct, samples } = this.#running;
      this.#running = {
        loss: loss + result.loss * batch.size,
        correct: correct + countCorrect(result.logits, batch.labels, classes),
        samples: samples + batch.size,
      };
      this.#batch++;
      this.#report(started, learningRate);
      if (performance.now() - this.#saved > checkpointSeconds * 1000) await this.#checkpoint();
      await nextTurn();
    }
  }

  /** What a batch of this epoch is fed beside itself: rows of outputs that were computed before, and its pairs. */
  #epochFeeds(): (indices: Int32Array) => Pick<StepFeeds, "fed" | "pairedInputs"> {
    const { drawing, train, seed, prepareTraining } = this.options;
    const outputs = Object.entries(drawing.networks).flatMap(([name, network]) =>
      network.kind === "fed" ? [[name, network.logits(this.#epoch)] as const] : [],
    );
    const prepare = prepareTraining(this.#epoch);
    const pairOf = this.step.needsPairs ? pairs(train.labels, { seed, epoch: this.#epoch }) : undefined;
    return (indices) => ({
      fed: Object.fromEntries(outputs.map(([name, all]) => [name, rowsOf(all, indices, train.classes.length)])),
      pairedInputs: pairOf && prepare(train, pairOf(indices)),
    });
  }

  async #trainBatch(
    { inputs, labels, indices }: Batch,
    feeds: Pick<StepFeeds, "fed" | "pairedInputs">,
    learningRate: number,
  ): Promise<StepResult> {
    const { epochs } = this.options.settings;
    const epoch = this.#epoch + this.#batch / this.#batches;
    try {
      return await this.step.run({ inputs, labels, indices, ...feeds, learningRate, step: this.#steps, epoch, epochs });
    } catch (error) {
      if (!(error instanceof NonFiniteLoss)) throw error;
      const culprit = findCulprit({ inputs, outputs: feeds.fed ?? {}, parameters: [...this.step.state()] });
      throw this.#failure(`the loss is ${error.loss}, and ${culprit}`, this.#steps);
    }
  }

  async #endEpoch(): Promise<void> {
    const result = { ...this.#soFar(), ...(await this.#validate()) };
    const best = betterEpoch(this.#best, result);
    if (best !== this.#best) this.#bestParameters = copyParameters(this.#weights, this.#store);
    this.#best = best;
    this.#history.push(result);
    this.step.endEpoch();
    this.#epoch++;
    this.#batch = 0;
    this.#running = noSums;
    const samplesPerSecond = this.#samplesPerSecond;
    this.#emit(result, { learningRate: this.#learningRate(this.#steps - 1), samplesPerSecond, endOfEpoch: true });
  }

  async #validate(): Promise<Pick<EpochResult, "validationAccuracy" | "validationLoss">> {
    const { validation, prepareEvaluation } = this.options;
    if (validation.labels.length === 0) return {};
    const logits = await this.predictor.dataset(validation, prepareEvaluation);
    if (firstDamaged([["logits", logits]]))
      throw this.#failure("the logits of validation data are not finite", this.#steps - 1);
    const { accuracy, logLoss } = classificationMetrics(logits, validation.labels, validation.classes.length);
    return { validationAccuracy: accuracy, validationLoss: logLoss };
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

  #learningRate(step: number): number {
    const { settings } = this.options;
    const progress = { step, totalSteps: settings.epochs * this.#batches, stepsPerEpoch: this.#batches };
    return settings.optimizer.learningRate * this.#schedule(progress);
  }

  #report(started: { time: number; samples: number }, learningRate: number): void {
    const now = performance.now();
    const { samples } = this.#running;
    const samplesPerSecond = ((samples - started.samples) / (now - started.time)) * 1000;
    this.#samplesPerSecond = samplesPerSecond;
    // Of the last batch the end of the epoch tells.
    if (now - this.#reported < progressMs || this.#batch === this.#batches) return;
    this.#reported = now;
    this.#emit(this.#soFar(), { learningRate, samplesPerSecond, endOfEpoch: false });
  }

  /** Figures of the epoch's batches so far. */
  #soFar(): EpochResult {
    const { loss, correct, samples } = this.#running;
    const epoch = this.#epoch + 1;
    return { epoch, loss: loss / samples, ...(this.step.seesData && { accuracy: correct / samples }) };
  }

  #emit(result: EpochResult, rest: { learningRate: number; samplesPerSecond: number; endOfEpoch: boolean }): void {
    const { epochs } = this.options.settings;
    this.options.onProgress?.({ ...result, epochs, step: this.#steps, steps: epochs * this.#batches, ...rest });
  }

  #result(): TrainingResult {
    const { settings, validation } = this.options;
    const last = this.#history.at(-1)!;
    const chooses = validation.labels.length > 0;
    const best = chooses ? this.#history[this.#best!.epoch - 1]! : last;
    if (settings.keep === "best" && chooses) restoreParameters(this.#weights, this.#bestParameters, this.#store);
    return {
      classifier: this.step.classifier,
      history: this.#history,
      held: {
        parameters: this.step.learned,
        bytes: [...this.step.state().values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
      },
      best,
      last,
      kept: settings.keep === "best" ? best : last,
    };
  }

  async #checkpoint(): Promise<void> {
    this.#saved = performance.now();
    if (!this.options.onCheckpoint) return;
    const parameters = this.step.state();
    const damaged = firstDamaged(parameters);
    if (damaged) throw this.#failure(`${damaged} holds a number that is not finite`, this.#steps - 1);
    await this.options.onCheckpoint({
      epoch: this.#epoch,
      batch: this.#batch,
      running: this.#running,
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
    this.#running = state.running;
    this.#history = [...state.history];
    this.#best = state.best;
    this.#finished = state.finished;
    this.#bestParameters = state.bestParameters;
    this.step.restore(state.parameters);
  }

  #failure(what: string, step: number): TrainingFailure {
    const { learningRate } = this.options.settings.optimizer;
    return trainingFailure(what, { step, stepsPerEpoch: this.#batches, learningRate });
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
