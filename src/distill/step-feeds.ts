import type { Inputs } from "../data/index.js";
import { input, type Input } from "../graph/index.js";
import { modelInput } from "../models/index.js";
import { Random, type NDArray, type Shape } from "../tensor/index.js";
import { fedInput } from "./draw-networks.js";
import { drawnInput, rowsInput, type Remembered } from "./draw-step.js";
import { NOISE_WIDTH } from "./generator.js";
import { inputArray } from "./input-array.js";
import type { Memory } from "./memory.js";
import { rampAt, type Ramp } from "./ramp.js";

export interface StepFeeds {
  /** `[size, ...shape]`, prepared. */
  readonly inputs: Inputs;
  /** `[size]` */
  readonly labels: Int32Array;
  /** `[size]`, the samples' places in the training data. */
  readonly indices: Int32Array;
  /** `[size, ...shape]`, of another sample of the same class for each; only if `needsPairs`. */
  readonly pairedInputs?: Inputs | undefined;
  /** `[size, classes]`, of each network whose outputs are fed, by its name. */
  readonly fed?: Readonly<Record<string, Float32Array>> | undefined;
  readonly learningRate: number;
  /** Steps since training began, 0 for the first: random masks are drawn from it. */
  readonly step: number;
  /** Where training stands, in epochs, also parts of one: ramps follow it. */
  readonly epoch: number;
  readonly epochs: number;
}

/** The inputs of a step's graph that are not numbers of its losses. */
export const stepInputs = (inputShape: Shape) => ({
  x: modelInput({ inputShape }, "inputs"),
  /** Another sample of the same class for each; of texts, filled up to the same length. */
  pairedX: modelInput({ inputShape }, "pairedInputs"),
  noise: input("noise", ["batch", NOISE_WIDTH]),
  labels: input("labels", ["batch"], "int32"),
  learningRate: input("learningRate", []),
  epoch: input("epoch", []),
  step: input("step", [], "uint32"),
  seed: input("seed", [], "uint32"),
});

/** A number of a step that a sweep, a ramp or the step itself moves. */
export type StepScalar = number | Ramp | ((step: number) => number);

export interface FeedContext {
  readonly inputShape: Shape;
  readonly classes: number;
  readonly seed: number;
  /** Whether samples are made of noise. */
  readonly needsNoise: boolean;
  readonly scalars: ReadonlyMap<Input, StepScalar>;
  readonly memory: Memory;
  readonly tables: readonly Remembered[];
}

/** Everything that a step may be fed, by the names of its inputs. */
export function feedsOf(feeds: StepFeeds, context: FeedContext): Record<string, NDArray> {
  const { inputShape, classes, memory } = context;
  const size = feeds.labels.length;
  const floats = (shape: readonly number[], data: Float32Array): NDArray => ({ dtype: "float32", shape, data });
  const scalar = (value: number): NDArray => floats([], Float32Array.of(value));
  const uint32 = (value: number): NDArray => ({ dtype: "uint32", shape: [], data: Uint32Array.of(value) });
  return {
    ...inputsOf(feeds, inputShape),
    ...(context.needsNoise && { noise: floats([size, NOISE_WIDTH], noiseOf(context.seed, feeds.step, size)) }),
    labels: { dtype: "int32", shape: [size], data: feeds.labels },
    learningRate: scalar(feeds.learningRate),
    epoch: scalar(Math.floor(feeds.epoch)),
    step: uint32(feeds.step),
    seed: uint32(context.seed),
    ...record(Object.entries(feeds.fed ?? {}), ([name, data]) => [fedInput(name), floats([size, classes], data)]),
    ...record([...context.scalars], ([{ name }, value]) => [
      name,
      scalar(typeof value === "function" ? value(feeds.step) : rampAt(value, feeds)),
    ]),
    ...record(context.tables, ({ name }) => {
      const { shape, data } = memory.read(name, feeds.indices);
      return [rowsInput(name), floats(shape, data)];
    }),
    ...record(
      context.tables.filter(({ draws }) => draws > 0),
      ({ name, arrow, draws }) => {
        const { shape, data } = memory.read(name, memory.draw(arrow, draws, feeds.step));
        return [drawnInput(name), floats(shape, data)];
      },
    ),
  };
}

/** What a generator makes samples of: a function of seed and step. */
function noiseOf(seed: number, step: number, size: number): Float32Array {
  const random = new Random(seed).fork("noise").fork(step);
  return Float32Array.from({ length: size * NOISE_WIDTH }, () => random.normal());
}

/** The batch and what it is paired with; texts are filled up with 0 to one length. */
function inputsOf({ inputs, pairedInputs, labels }: StepFeeds, shape: Shape): Record<string, NDArray> {
  const size = labels.length;
  if (!pairedInputs) return { inputs: inputArray(inputs, size, shape) };
  const columns = Math.max(inputs.length, pairedInputs.length) / size;
  const array = (data: Inputs): NDArray => inputArray(widened(data, size, columns), size, shape);
  return { inputs: array(inputs), pairedInputs: array(pairedInputs) };
}

/** `[rows, n]` as `[rows, columns]`, filled up with 0. */
function widened(data: Inputs, rows: number, columns: number): Inputs {
  if (data.length === rows * columns) return data;
  const width = data.length / rows;
  const wide = data instanceof Int32Array ? new Int32Array(rows * columns) : new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) wide.set(data.subarray(row * width, (row + 1) * width), row * columns);
  return wide;
}

const record = <T>(list: readonly T[], entry: (item: T) => readonly [string, NDArray]): Record<string, NDArray> =>
  Object.fromEntries(list.map(entry));
