import { compile, type Program, type ProgramOptions } from "../engine/index.js";
import { modelInput, type Classifier } from "../models/index.js";
import { inferencePass } from "../nn/index.js";
import { batches, type Dataset, type Inputs, type Prepare } from "../data/index.js";
import type { Shape } from "../tensor/index.js";
import { inputArray } from "./input-array.js";
import { nextTurn } from "./next-turn.js";

/** A network in evaluation mode, compiled: it sees the parameters as they are at each call. */
export interface Predictor {
  /** Logits of a prepared batch, `[size, classes]`. */
  batch(inputs: Inputs, size: number): Promise<Float32Array>;
  /** Logits of a whole data set, `[samples, classes]`. */
  dataset(dataset: Dataset, prepare: Prepare, options?: PredictOptions): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export interface PredictOptions {
  /** Default 500. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onBatch?: (done: number, all: number) => void;
}

/** Writes the rows of a batch where its samples stand in the data set: texts come in the order of their lengths. */
export function writeRows(rows: Float32Array, indices: Int32Array, all: Float32Array): void {
  const width = rows.length / indices.length;
  indices.forEach((index, i) => all.set(rows.subarray(i * width, (i + 1) * width), index * width));
}

/** Compiles a network for evaluation: dropout off, running statistics in place of the batch's. */
export async function compilePredictor(
  classifier: Classifier,
  inputShape: Shape,
  options: ProgramOptions,
): Promise<Predictor> {
  const x = modelInput({ inputShape }, "inputs");
  const { logits } = classifier.forward(x, inferencePass());
  const classes = logits.shape[1] as number;
  const program: Program = await compile({ name: "predict", outputs: { logits } }, options);
  const batch = async (inputs: Inputs, size: number): Promise<Float32Array> => {
    const results = await program.run({ inputs: inputArray(inputs, size, inputShape) });
    return results["logits"]!.data as Float32Array;
  };
  return {
    batch,
    async dataset(dataset, prepare, { batchSize = 500, signal, onBatch } = {}) {
      const samples = dataset.labels.length;
      const all = new Float32Array(samples * classes);
      let done = 0;
      for (const { inputs, size, indices } of batches(dataset, { batchSize, prepare })) {
        signal?.throwIfAborted();
        writeRows(await batch(inputs, size), indices, all);
        done += size;
        onBatch?.(done, samples);
        await nextTurn();
      }
      return all;
    },
    dispose: () => program.dispose(),
  };
}
