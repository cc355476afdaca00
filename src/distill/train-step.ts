import { compile, type Program, type ProgramOptions } from "../engine/index.js";
import { input, type Parameter, stopGradient, type Tensor } from "../graph/index.js";
import type { Classifier } from "../models/index.js";
import { gradientsOf, inferencePass, trainingPass } from "../nn/index.js";
import { clipByGlobalNorm, limitStoredRows, optimizerUpdates, type OptimizerOptions } from "../optim/index.js";
import { LimbeckError, type NDArray } from "../tensor/index.js";
import { combinedLoss, type LossPlan } from "./combined-loss.js";

/** Where the teacher's logits come from: a frozen network in the step's own graph, or outputs that are fed. */
export type TeacherInStep = { readonly kind: "live"; readonly classifier: Classifier } | { readonly kind: "fed" };

export interface TrainStepDefinition {
  readonly classifier: Classifier;
  /** Of one sample. */
  readonly inputShape: readonly number[];
  readonly classes: number;
  readonly loss: LossPlan;
  /** Left out: hard labels alone. */
  readonly teacher?: TeacherInStep | undefined;
  readonly optimizer: OptimizerOptions;
  /** The norm of all gradients together is cut to this. */
  readonly clipNorm?: number | null;
  /** The weights into each unit are cut to this norm after each step. */
  readonly maxNorm?: number | null;
  readonly seed: number;
}

export interface StepFeeds {
  /** `[size, ...shape]`, prepared. */
  readonly inputs: Float32Array;
  /** `[size]` */
  readonly labels: Int32Array;
  /** `[size, classes]`, where the teacher's outputs are fed. */
  readonly teacherLogits?: Float32Array | undefined;
  readonly learningRate: number;
  /** Steps since training began, 0 for the first: random masks are drawn from it. */
  readonly step: number;
}

export interface StepResult {
  readonly loss: number;
  /** `[size, classes]` of the network that learns. */
  readonly logits: Float32Array;
}

/** One training step, compiled: forward, loss, gradients and update in one call. */
export interface TrainStep {
  run(feeds: StepFeeds): Promise<StepResult>;
  /** All that must be kept to go on later: weights, running statistics and the optimiser's state. */
  readonly state: readonly Parameter[];
  /** The ONNX model of forward and backward pass. */
  readonly model: Uint8Array;
  dispose(): Promise<void>;
}

/**
 * Compiles a training step.
 * @throws OptionError if a trainable parameter gets no gradient: it would never learn
 */
export async function compileTrainStep(definition: TrainStepDefinition, options: ProgramOptions): Promise<TrainStep> {
  const { classifier, inputShape, classes, teacher } = definition;
  const x = input("inputs", ["batch", ...inputShape]);
  const labels = input("labels", ["batch"], "int32");
  const learningRate = input("learningRate", []);
  const step = input("step", [], "uint32");
  const seed = input("seed", [], "uint32");
  const pass = trainingPass({ seed, step });
  const student = classifier.forward(x, pass);
  const fed = input("teacherLogits", ["batch", classes]);
  const live = teacher?.kind === "live" ? teacher.classifier : undefined;
  const outputs = live?.forward(x, inferencePass()) ?? { logits: fed, taps: {} };
  const detached = { logits: stopGradient(outputs.logits), taps: detach(outputs.taps) };
  const { total, scalars } = combinedLoss(definition.loss, { student, labels, ...(teacher && { teacher: detached }) });

  const trainable = classifier.module.parameters();
  let gradients: readonly Tensor[] = gradientsOf(total, trainable);
  if (definition.clipNorm) gradients = clipByGlobalNorm(gradients, definition.clipNorm);
  const updates = optimizerUpdates(definition.optimizer, trainable, gradients, learningRate);
  for (const [buffer, next] of pass.updates) updates.set(buffer, next);
  const program = await compile(
    {
      name: "train-step",
      outputs: { loss: total, logits: student.logits },
      updates,
      ...(live && { frozen: [...live.module.parameters(), ...live.module.buffers()] }),
    },
    options,
  );
  const numbers = [...scalars].map(([scalar, value]) => [scalar.name, float(value)] as const);
  const used = new Set(program.inputs);
  return {
    state: [...new Set([...trainable, ...classifier.module.buffers(), ...updates.keys()])],
    async run(feeds) {
      const result = await runStep(program, feeds, { inputShape, classes, used, numbers, seed: definition.seed });
      if (definition.maxNorm) limitStoredRows(options.store, trainable, definition.maxNorm);
      return result;
    },
    model: program.model,
    dispose: () => program.dispose(),
  };
}

interface StepContext {
  readonly inputShape: readonly number[];
  readonly classes: number;
  readonly used: ReadonlySet<string>;
  readonly numbers: readonly (readonly [string, NDArray])[];
  readonly seed: number;
}

async function runStep(program: Program, feeds: StepFeeds, context: StepContext): Promise<StepResult> {
  const size = feeds.labels.length;
  const all: Record<string, NDArray> = {
    inputs: { dtype: "float32", shape: [size, ...context.inputShape], data: feeds.inputs },
    labels: { dtype: "int32", shape: [size], data: feeds.labels },
    learningRate: float(feeds.learningRate),
    step: uint32(feeds.step),
    seed: uint32(context.seed),
    ...Object.fromEntries(context.numbers),
  };
  if (feeds.teacherLogits) {
    all["teacherLogits"] = { dtype: "float32", shape: [size, context.classes], data: feeds.teacherLogits };
  }
  const used = Object.fromEntries(Object.entries(all).filter(([name]) => context.used.has(name)));
  // A loss that is not finite must not reach the weights: the run throws before they change.
  const results = await program.run(used, { beforeUpdates: ({ loss }) => checkFinite(Number(loss!.data[0])) });
  return { loss: Number(results["loss"]!.data[0]), logits: results["logits"]!.data as Float32Array };
}

/** The loss became NaN or infinite; the weights are still those from before the step. */
export class NonFiniteLoss extends LimbeckError {
  constructor(readonly loss: number) {
    super(`The loss is ${loss}.`);
  }
}

function checkFinite(loss: number): void {
  if (!Number.isFinite(loss)) throw new NonFiniteLoss(loss);
}

const detach = (taps: Readonly<Record<string, Tensor>>): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(taps).map(([name, tap]) => [name, stopGradient(tap)]));

const float = (value: number): NDArray => ({ dtype: "float32", shape: [], data: Float32Array.of(value) });
const uint32 = (value: number): NDArray => ({ dtype: "uint32", shape: [], data: Uint32Array.of(value) });
