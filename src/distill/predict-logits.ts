import { compile, type Program, type ProgramOptions } from "../engine/index.js";
import { input } from "../graph/index.js";
import type { Classifier } from "../models/index.js";
import { inferencePass } from "../nn/index.js";
import { batches, type Dataset, type Prepare } from "../data/index.js";
import { nextTurn } from "./next-turn.js";

/** A network in evaluation mode, compiled: it sees the parameters as they are at each call. */
export interface Predictor {
  /** Logits of a prepared batch, `[size, classes]`. */
  batch(inputs: Float32Array, size: number): Promise<Float32Array>;
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

/** Compiles a network for evaluation: dropout off, running statistics in place of the batch's. */
export async function compilePredictor(
  classifier: Classifier,
  inputShape: readonly number[],
  options: ProgramOptions,
): Promise<Predictor> {
  const x = input("inputs", ["batch", ...inputShape]);
  const { logits } = classifier.forward(x, inferencePass());
  const classes = logits.shape[1] as number;
  const program: Program = await compile({ name: "predict", outputs: { logits } }, options);
  const batch = async (inputs: Float32Array, size: number): Promise<Float32Array> => {
    const results = await program.run({ inputs: { dtype: "float32", shape: [size, ...inputShape], data: inputs } });
    return results["logits"]!.data as Float32Array;
  };
  return {
    batch,
    async dataset(dataset, prepare, { batchSize = 500, signal, onBatch } = {}) {
      const samples = dataset.labels.length;
      const all = new Float32Array(samples * classes);
      let done = 0;
      for (const { inputs, size } of batches(dataset, { batchSize, prepare })) {
        signal?.throwIfAborted();
        all.set(await batch(inputs, size), done * classes);
        done += size;
        onBatch?.(done, samples);
        await nextTurn();
      }
      return all;
    },
    dispose: () => program.dispose(),
  };
}
