import { compile, type ProgramOptions } from "../engine/index.js";
import type { Parameter } from "../graph/index.js";
import type { Classifier } from "../models/index.js";
import { limitStoredRows, type OptimizerOptions } from "../optim/index.js";
import { LimbeckError, sizeOf, type Shape } from "../tensor/index.js";
import { answeringClassifier } from "./answering-classifier.js";
import { drawStep, type DrawnArrow } from "./draw-step.js";
import { generatorOf, type Drawing } from "./drawing.js";
import { Memory } from "./memory.js";
import { feedsOf, stepInputs, type StepFeeds } from "./step-feeds.js";
import { stepUpdates } from "./step-updates.js";
import { copyParameters, restoreParameters } from "./training-state.js";

export interface TrainStepDefinition {
  readonly drawing: Drawing;
  /** Of one sample. */
  readonly inputShape: Shape;
  readonly classes: number;
  /** `[samples]`, of the training data: what is remembered of samples begins with them. */
  readonly labels: Int32Array;
  readonly optimizer: OptimizerOptions;
  /** The norm of all gradients together is cut to this. */
  readonly clipNorm?: number | null;
  /** The weights into each unit are cut to this norm after each step. */
  readonly maxNorm?: number | null;
  readonly seed: number;
}

export interface StepResult {
  /** Of the main network. */
  readonly loss: number;
  /** `[size, classes]` of the main network. */
  readonly logits: Float32Array;
}

/** One training step, compiled: forward, losses, gradients and updates in one call. */
export interface TrainStep {
  run(feeds: StepFeeds): Promise<StepResult>;
  /** What objectives remember for the next epoch is seen from here on. */
  endEpoch(): void;
  /** True if it must be fed another sample of the same class for each. */
  readonly needsPairs: boolean;
  /** False where a generator makes the samples: no answer to them is right or wrong. */
  readonly seesData: boolean;
  /** All that must be kept to go on later, by name: weights, running statistics, the optimiser's state, memories. */
  state(): Map<string, Float32Array>;
  /** @throws FormatError if the state is of another drawing */
  restore(state: ReadonlyMap<string, Float32Array>): void;
  /** The main network as it answers in the end. */
  readonly classifier: Classifier;
  /** Its arrows, with the taps that were matched and the helpers that were fitted in. */
  readonly arrows: readonly DrawnArrow[];
  /** Learned numbers of all networks and helpers in it. */
  readonly learned: number;
  /** The ONNX model of forward and backward pass. */
  readonly model: Uint8Array;
  dispose(): Promise<void>;
}

/**
 * Compiles a training step: every network of a drawing that learns, learns in it.
 * @throws OptionError if the drawing does not offer what an objective needs, or a trainable parameter gets no gradient: it
 *                     would never learn
 */
export async function compileTrainStep(definition: TrainStepDefinition, options: ProgramOptions): Promise<TrainStep> {
  const { drawing, inputShape, classes, seed, labels } = definition;
  const inputs = stepInputs(inputShape);
  const drawn = drawStep(drawing, { classes, samples: labels.length, inputs, seed });
  const { updates, scalars } = stepUpdates(drawn, drawing, definition, inputs.learningRate);
  const program = await compile(
    {
      name: "train-step",
      outputs: {
        total: drawn.total,
        loss: drawn.loss,
        logits: drawn.logits,
        ...Object.fromEntries(drawn.memory.map(({ name, next }) => [memoryOutput(name), next])),
      },
      updates,
      frozen: frozenParameters(drawing),
    },
    options,
  );
  const { store } = options;
  const memory = new Memory(new Map(drawn.memory.map(({ name, table }) => [name, table])), { labels, seed });
  const parameters = [...new Set([...drawn.trainable, ...drawn.buffers, ...updates.keys()])];
  const used = new Set(program.inputs);
  const needsNoise = used.has(inputs.noise.name);
  return {
    async run(feeds) {
      const all = feedsOf(feeds, { inputShape, classes, seed, needsNoise, scalars, memory, tables: drawn.memory });
      const known = Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name)));
      // A loss that is not finite must not reach the weights: the run throws before they change.
      const results = await program.run(known, {
        beforeUpdates: ({ total }) => checkFinite(Number(total!.data[0])),
        hold: new Set(drawn.trainable.filter(({ heldEpochs }) => feeds.epoch < heldEpochs)),
      });
      for (const { name } of drawn.memory) {
        memory.write(name, feeds.indices, results[memoryOutput(name)]!.data as Float32Array);
      }
      if (definition.maxNorm) limitStoredRows(store, drawn.trainable, definition.maxNorm);
      return { loss: Number(results["loss"]!.data[0]), logits: results["logits"]!.data as Float32Array };
    },
    endEpoch: () => {
      memory.endEpoch();
    },
    needsPairs: used.has(inputs.pairedX.name),
    seesData: !generatorOf(drawing),
    state: () => new Map([...copyParameters(parameters, store), ...memory.state()]),
    restore(state) {
      restoreParameters(parameters, state, store);
      memory.restore(state);
    },
    classifier: answeringClassifier(drawing, drawn.arrows),
    arrows: drawn.arrows,
    learned: drawn.trainable.reduce((sum, { shape }) => sum + sizeOf(shape as number[]), 0),
    model: program.model,
    dispose: () => program.dispose(),
  };
}

/** The weights of networks that never change: constants of the program. */
const frozenParameters = ({ networks }: Drawing): Parameter[] =>
  Object.values(networks).flatMap((network) =>
    network.kind === "frozen"
      ? [...network.classifier.module.parameters(), ...network.classifier.module.buffers()]
      : [],
  );

const memoryOutput = (name: string): string => `next ${name}`;

/** The loss became NaN or infinite; the weights are still those from before the step. */
export class NonFiniteLoss extends LimbeckError {
  constructor(readonly loss: number) {
    super(`The loss is ${loss}.`);
  }
}

function checkFinite(loss: number): void {
  if (!Number.isFinite(loss)) throw new NonFiniteLoss(loss);
}
