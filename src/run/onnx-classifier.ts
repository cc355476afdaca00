import { batches, type Dataset, type Inputs, type Prepare } from "../data/index.js";
import { inputArray } from "../distill/input-array.js";
import { writeRows } from "../distill/predict-logits.js";
import { loadRuntime, type Provider } from "../engine/index.js";
import type { OnnxGraph, OnnxValue } from "../graph/onnx-node.js";
import { readModel } from "../onnx/index.js";
import {
  DataError,
  formatShape,
  FormatError,
  isStatic,
  LimbeckError,
  sizeOf,
  type Dim,
  type Shape,
} from "../tensor/index.js";

/** Any ONNX model with one input `[batch, ...]`, float32 or of texts int32, and one output `[batch, classes]`, loaded to be asked. */
export interface OnnxClassifier {
  /** Of one sample; a size that the model leaves open has a name. */
  readonly inputShape: readonly Dim[];
  /** Number of classes, where the model says it. */
  readonly classes: number | undefined;
  /** What was written into the model: classes and preparation of our own exports. */
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * Answers for prepared inputs, as logits: of a model that ends in a softmax, the logarithms of its probabilities.
   * @param inputs row-major, of shape `shape`
   * @param shape  `[samples, ...]`; samples of `[1, 28, 28]` also fit a model that takes `[28, 28]` or `[784]`
   * @returns `[samples, classes]`
   * @throws DataError if samples of this shape do not fit the model
   * @throws FormatError if the model does not run, or answers with something else
   */
  logits(inputs: Inputs, shape: readonly number[]): Promise<Float32Array>;
  /** Logits of a whole data set, `[samples, classes]`; aborts between two batches. */
  dataset(dataset: Dataset, prepare: Prepare, signal?: AbortSignal): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export interface OnnxClassifierOptions {
  /** Default 1. */
  readonly threads?: number;
  /** Default `cpu`. */
  readonly provider?: Provider;
}

/**
 * Loads an ONNX model. Where its batch axis has a fixed size, samples are fed in batches of that size.
 * @param name what to call it in messages
 * @throws FormatError if it is no ONNX model, or no classifier of one float32 or int32 input
 */
export async function loadOnnxClassifier(
  bytes: Uint8Array,
  name: string,
  { threads = 1, provider = "cpu" }: OnnxClassifierOptions = {},
): Promise<OnnxClassifier> {
  const { graph, metadata } = readModel(bytes, name);
  const x = inputOf(graph, name);
  const y = outputOf(graph, name);
  const [batchAxis, ...inputShape] = x.shape;
  const isProbability = endsInSoftmax(graph.nodes, y.name);
  const runtime = await loadRuntime();
  const session = await runtime.createSession(bytes, { threads, provider }).catch(refuse(name));

  const run = async (data: Inputs, shape: readonly number[]): Promise<Float32Array> => {
    const results = await session
      .run({ [x.name]: inputArray(data, shape[0]!, shape.slice(1)) }, {})
      .catch(refuse(`${name}: given ${formatShape(shape)}`));
    const answer = results[y.name]!;
    if (answer.shape.length !== 2 || answer.shape[0] !== shape[0] || !(answer.data instanceof Float32Array)) {
      throw new FormatError(
        `${name}: answers ${formatShape(shape)} with ${answer.dtype} ${formatShape(answer.shape)}; ` +
          `a classifier gives float32 [${shape[0]}, classes].`,
      );
    }
    return isProbability ? answer.data.map(logarithm) : answer.data;
  };
  const logits = (data: Inputs, [samples = 0, ...given]: readonly number[]): Promise<Float32Array> => {
    const sample = fittingShape(inputShape, given, name);
    return typeof batchAxis === "number" && batchAxis !== samples
      ? inFixedBatches(run, data, samples, [batchAxis, ...sample])
      : run(data, [samples, ...sample]);
  };
  return {
    inputShape,
    classes: typeof y.shape[1] === "number" ? y.shape[1] : undefined,
    metadata,
    logits,
    async dataset(dataset, prepare, signal) {
      let all: Float32Array | undefined;
      for (const { inputs, size, indices } of batches(dataset, { batchSize: batchSizeFor(dataset.shape), prepare })) {
        signal?.throwIfAborted();
        const shape = isStatic(dataset.shape) ? dataset.shape : [inputs.length / size];
        const answers = await logits(inputs, [size, ...shape]);
        all ??= new Float32Array((answers.length / size) * dataset.labels.length);
        writeRows(answers, indices, all);
      }
      return all ?? new Float32Array(0);
    },
    dispose: () => session.dispose(),
  };
}

/** The one input that is no weight, `[batch, ...]`. */
function inputOf(graph: OnnxGraph, name: string): OnnxValue {
  const weights = new Set(graph.initializers.map((weight) => weight.name));
  const inputs = graph.inputs.filter((value) => !weights.has(value.name));
  const [x] = inputs;
  if (inputs.length === 1 && (x!.dtype === "float32" || x!.dtype === "int32") && x!.shape.length >= 2) return x!;
  throw new FormatError(
    `${name}: takes ${inputs.map(described).join(", ") || "no input"}; a classifier has one input, ` +
      `float32 [batch, ...], or of texts int32 [batch, length].`,
  );
}

/** The output "logits", or the only one, `[batch, classes]`. */
function outputOf({ outputs }: OnnxGraph, name: string): OnnxValue {
  const y = outputs.find((value) => value.name === "logits") ?? (outputs.length === 1 ? outputs[0] : undefined);
  // No axes at all: the file may have left the shape out; then the first answer tells.
  if (y?.dtype === "float32" && (y.shape.length === 2 || y.shape.length === 0)) return y;
  throw new FormatError(
    `${name}: gives ${outputs.map(described).join(", ") || "no output"}; a classifier has one output, ` +
      `float32 [batch, classes], or one named "logits".`,
  );
}

const described = ({ name, dtype, shape }: OnnxValue): string => `"${name}" ${dtype} ${formatShape(shape)}`;

/** True if the value comes out of a softmax: it holds probabilities already. */
function endsInSoftmax(nodes: OnnxGraph["nodes"], value: string): boolean {
  const node = nodes.find(({ outputs }) => outputs.includes(value));
  if (node?.op === "Identity") return endsInSoftmax(nodes, node.inputs[0] ?? "");
  return node?.op === "Softmax" && node.domain === "";
}

/** ln p, a logit of the same softmax; of a probability that float32 rounds to 0, as if it were the smallest number. */
const logarithm = (p: number): number => Math.log(Math.max(p, 1.4e-45));

/**
 * The shape in which the model takes such samples: the same axes, or the same numbers in the same order as one row, or
 * with other axes of size 1. Anything else (channels last, say) would be read as another picture.
 */
function fittingShape(wanted: readonly Dim[], given: readonly number[], name: string): number[] {
  const open = (shape: readonly Dim[]): boolean =>
    shape.length === given.length && shape.every((dim, i) => typeof dim === "string" || dim === given[i]);
  if (open(wanted)) return [...given];
  const fixed = wanted.map((dim) => (typeof dim === "number" ? dim : 0));
  const isRow = fixed.length === 1 && fixed[0] === sizeOf(given);
  const isSqueezed = withoutOnes(fixed).join() === withoutOnes(given).join();
  if (isRow || isSqueezed) return fixed;
  throw new DataError(
    `${name}: takes samples of ${formatShape(wanted)}, the data has ${formatShape(given)}. ` +
      `Use data of the kind that the model was trained on.`,
  );
}

const withoutOnes = (shape: readonly number[]): number[] => shape.filter((size) => size !== 1);

/** Runs a model whose batch axis is fixed; the last batch is filled up with zeros, whose answers are dropped. */
async function inFixedBatches(
  run: (data: Float32Array, shape: readonly number[]) => Promise<Float32Array>,
  data: Inputs,
  samples: number,
  shape: readonly number[],
): Promise<Float32Array> {
  const [batch = 1, ...sample] = shape;
  const size = sizeOf(sample);
  const parts: Float32Array[] = [];
  for (let at = 0; at < samples; at += batch) {
    const fed = new Float32Array(batch * size);
    fed.set(data.subarray(at * size, (at + batch) * size));
    const answers = await run(fed, shape);
    const kept = (answers.length / batch) * Math.min(batch, samples - at);
    parts.push(answers.slice(0, kept));
  }
  return concatenate(parts);
}

/** At most 500 samples, and of large ones so many as take 64 MB. */
const batchSizeFor = (shape: Shape): number =>
  isStatic(shape) ? Math.max(1, Math.min(500, Math.floor(2 ** 24 / sizeOf(shape)))) : 100;

/** ONNX Runtime's own words, behind what they are about. */
const refuse =
  (what: string) =>
  (cause: unknown): never => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (cause instanceof LimbeckError) throw new FormatError(`${what}: ${reason}`, { cause });
    throw new FormatError(`${what}: ONNX Runtime cannot run the model: ${reason}`, { cause });
  };

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Milliseconds of one prepared sample at a time on one thread: median and 95th percentile of 300 runs after 30. */
export async function measureLatency(
  bytes: Uint8Array,
  sample: Inputs,
  inputShape: Shape,
): Promise<{ p50: number; p95: number }> {
  const classifier = await loadOnnxClassifier(bytes, "model.onnx");
  const shape = [1, ...(isStatic(inputShape) ? inputShape : [sample.length])];
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
