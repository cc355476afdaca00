import { loadRuntime, type Provider, type Session } from "../engine/index.js";
import { batches, type Dataset, type Prepare } from "../data/index.js";
import { readModel } from "../onnx/index.js";
import { FormatError } from "../tensor/index.js";

/** Any ONNX model with one input `[batch, ...]` and one output `[batch, classes]`, loaded to be asked. */
export interface OnnxClassifier {
  readonly inputShape: readonly (number | string)[];
  /** Number of classes, where the model says it. */
  readonly classes: number | undefined;
  /** What was written into the model: classes and preparation of our own exports. */
  readonly metadata: Readonly<Record<string, string>>;
  logits(inputs: Float32Array, shape: readonly number[]): Promise<Float32Array>;
  dataset(dataset: Dataset, prepare: Prepare, signal?: AbortSignal): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/**
 * Loads an ONNX model.
 * @param name what to call it in messages
 * @throws FormatError if it is no ONNX model, or not one input and one output
 */
export async function loadOnnxClassifier(
  bytes: Uint8Array,
  name: string,
  { threads = 1, provider = "cpu" }: { threads?: number; provider?: Provider } = {},
): Promise<OnnxClassifier> {
  const { graph, metadata } = readModel(bytes);
  const constants = new Set(graph.initializers.map((initializer) => initializer.name));
  const inputs = graph.inputs.filter((value) => !constants.has(value.name));
  const [x] = inputs;
  const y = graph.outputs.find((value) => value.name === "logits") ?? graph.outputs[0];
  if (inputs.length !== 1 || !x || !y) {
    throw new FormatError(
      `${name}: has the inputs ${inputs.map((value) => value.name).join(", ") || "none"}; a classifier has one, [batch, ...].`,
    );
  }
  const runtime = await loadRuntime();
  const session: Session = await runtime.createSession(bytes, { threads, provider });
  const logits = async (data: Float32Array, shape: readonly number[]): Promise<Float32Array> => {
    const results = await session.run({ [x.name]: { dtype: "float32", shape, data } }, {});
    return results[y.name]!.data as Float32Array;
  };
  const classes = y.shape.at(-1);
  return {
    inputShape: x.shape.slice(1),
    classes: typeof classes === "number" ? classes : undefined,
    metadata,
    logits,
    async dataset(dataset, prepare, signal) {
      const parts: Float32Array[] = [];
      for (const batch of batches(dataset, { batchSize: 500, prepare })) {
        signal?.throwIfAborted();
        parts.push(await logits(batch.inputs, [batch.size, ...dataset.shape]));
      }
      return concatenate(parts);
    },
    dispose: () => session.dispose(),
  };
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Milliseconds of one sample at a time on one thread: median and 95th percentile of 300 runs after 30. */
export async function measureLatency(
  bytes: Uint8Array,
  inputShape: readonly number[],
): Promise<{ p50: number; p95: number }> {
  const classifier = await loadOnnxClassifier(bytes, "model.onnx");
  const shape = [1, ...inputShape];
  const sample = new Float32Array(shape.reduce((product, size) => product * size, 1));
  const times: number[] = [];
  for (let run = 0; run < 330; run++) {
    const start = performance.now();
    await classifier.logits(sample, shape);
    if (run >= 30) times.push(performance.now() - start);
  }
  await classifier.dispose();
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(times.length * 0.5)]!, p95: times[Math.floor(times.length * 0.95)]! };
}
