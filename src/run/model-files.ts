import { readFile } from "node:fs/promises";
import type { Inputs } from "../data/index.js";
import { readIfThere } from "../data/read-if-there.js";
import { fileError, writeAtomic } from "../data/write-atomic.js";
import type { EpochResult, TrainingSize } from "../distill/train-network.js";
import type { ParameterStore } from "../engine/index.js";
import { lower, type Parameter, type Tensor } from "../graph/index.js";
import { modelInput, type Classifier } from "../models/index.js";
import { inferencePass } from "../nn/index.js";
import { writeModel } from "../onnx/index.js";
import { decodeSafetensors, encodeSafetensors, FormatError, type NDArray, type Shape } from "../tensor/index.js";
import type { InputPreparation } from "./input-preparation.js";
import { parseRecord } from "./json-record.js";
import type { NetworkName } from "./metrics.js";
import { measureLatency } from "./onnx-classifier.js";
import { packStudent, whyNotPacked } from "./packaged/pack-student.js";
import { runFiles, type RunFolder } from "./run-folder.js";

/** `model.json`: what must be known to use a trained network, and how it came about. */
export interface ModelFacts {
  readonly format: 1;
  readonly network: NetworkName;
  /** The architecture and its options, as in the recipe; a user's own function by its name. */
  readonly model: Readonly<Record<string, unknown>>;
  /** Of one sample. */
  readonly inputShape: Shape;
  readonly classes: readonly string[];
  /** Of a table: the columns, in the order of the inputs. */
  readonly features?: readonly string[];
  /** How raw inputs become what the network sees. */
  readonly preparation: InputPreparation;
  /** Learned numbers. */
  readonly parameters: number;
  /** Multiply-adds for one sample. */
  readonly multiplyAdds: number;
  readonly epochs: readonly EpochResult[];
  readonly best: EpochResult;
  readonly last: EpochResult;
  /** The epoch whose weights these are. */
  readonly kept: EpochResult;
  /** Of training. */
  readonly seconds: number;
  /** What its training held; files of older versions do not say. */
  readonly held?: TrainingSize;
  /** Batch 1 on one thread of ONNX Runtime, in milliseconds. */
  readonly latencyMs: { readonly p50: number; readonly p95: number };
  /** What was added to the bias of classes that the transfer set left out, chosen on validation data. */
  readonly biasCorrection?: Readonly<Record<string, number>>;
  /** What the check before its training found likely to be wrong, and what to do. */
  readonly warnings?: readonly string[];
  /** Why there is no packaged student beside it. */
  readonly packaged?: string;
}

/** Weights, then running statistics: all that belongs to a trained network, by its name within the network. */
export const weightsOf = ({ module }: Classifier): (readonly [name: string, parameter: Parameter])[] => {
  const named = [...module.namedParameters()];
  return [true, false].flatMap((isLearned) => named.filter(([, { trainable }]) => trainable === isLearned));
};

/**
 * Writes a network's files, of the student its package too; model.json last: where it lies, the others are whole.
 * @param sample a prepared one, to time
 * @returns the facts as they were written, with the time that an answer takes
 */
export async function writeModelFiles(
  folder: RunFolder,
  classifier: Classifier,
  store: ParameterStore,
  unmeasured: Omit<ModelFacts, "latencyMs">,
  sample: Inputs,
): Promise<ModelFacts> {
  const { network, inputShape } = unmeasured;
  const model = exportOnnx(classifier, store, unmeasured);
  const packaged = network === "student" ? whyNotPacked(unmeasured) : undefined;
  const latencyMs = await measureLatency(model, sample, inputShape);
  const facts: ModelFacts = { ...unmeasured, latencyMs, ...(packaged !== undefined && { packaged }) };
  const arrays = new Map<string, NDArray>(
    weightsOf(classifier).map(([name, p]) => [
      name,
      { dtype: "float32", shape: p.shape as number[], data: store.get(p) },
    ]),
  );
  await writeAtomic(runFiles.weights(folder, network), encodeSafetensors({ arrays, metadata: { format: "limbeck" } }));
  await writeAtomic(runFiles.model(folder, network), model);
  if (network === "student" && packaged === undefined) {
    await writeAtomic(runFiles.packaged(folder, network), packStudent(facts, arrays, { card: cardOf(facts) }));
  }
  await writeAtomic(runFiles.modelFacts(folder, network), `${JSON.stringify(facts, null, 2)}\n`);
  return facts;
}

/** What people want to know of a packaged student. */
export const cardOf = ({ model, parameters, best }: ModelFacts): Record<string, unknown> => ({
  model,
  parameters,
  ...(best.validationAccuracy !== undefined && { validationAccuracy: best.validationAccuracy }),
});

/** The network as a standard ONNX model: `inputs` `[batch, ...shape]`, prepared, to `logits` `[batch, classes]`. */
export function exportOnnx(
  classifier: Classifier,
  store: ParameterStore,
  {
    inputShape,
    classes,
    features,
    preparation,
  }: Pick<ModelFacts, "inputShape" | "classes" | "features" | "preparation">,
): Uint8Array {
  const x = modelInput({ inputShape }, "inputs");
  const { logits } = classifier.forward(x, inferencePass());
  const weights = weightsOf(classifier).map(([name, p]) => [p, { name, data: store.get(p) }] as const);
  const graph = lower("classifier", {
    inputs: new Map<string, Tensor>([["inputs", x]]),
    outputs: new Map([["logits", logits]]),
    weights: new Map(weights),
  });
  return writeModel(graph, {
    metadata: {
      "limbeck.classes": JSON.stringify(classes),
      ...(features && { "limbeck.features": JSON.stringify(features) }),
      "limbeck.preparation": JSON.stringify(preparation),
    },
  });
}

/** Reads `model.json`; undefined if the network is not there or not complete. */
export async function readModelFacts(folder: RunFolder, network: NetworkName): Promise<ModelFacts | undefined> {
  const path = runFiles.modelFacts(folder, network);
  const bytes = await readIfThere(path);
  return bytes && parseRecord(String(bytes), path, `expected a model of this Limbeck, with "format": 1.`);
}

/**
 * Reads a network's weights into a store.
 * @throws FormatError if the file is damaged, or holds other weights than the network has
 */
export async function loadWeights(
  folder: RunFolder,
  network: NetworkName,
  classifier: Classifier,
  store: ParameterStore,
): Promise<void> {
  const path = runFiles.weights(folder, network);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileError(error, path, "read");
  });
  const { arrays } = decodeSafetensors(bytes, path);
  const weights = weightsOf(classifier);
  store.add(weights.map(([, parameter]) => parameter));
  for (const [name, parameter] of weights) {
    const array = arrays.get(name);
    if (array?.dtype !== "float32" || array.shape.join() !== parameter.shape.join()) {
      throw new FormatError(
        `${path}: expected ${name} of shape [${parameter.shape.join(", ")}], ` +
          `found ${array ? `[${array.shape.join(", ")}]` : "none"}. The file is of another model.`,
      );
    }
    store.set(parameter, array.data as Float32Array);
  }
}
