import { OptionError, Random } from "../tensor/index.js";
import type { Dataset } from "./dataset.js";
import { orderByLength } from "./order-by-length.js";
import { textLengths } from "./text-samples.js";

/** Prepared samples, row after row: numbers, or of texts the numbers of their words, filled up with 0. */
export type Inputs = Float32Array | Int32Array;

/** Inputs of the chosen samples, made ready for a network: `[indices.length, ...shape]`. */
export type Prepare = (dataset: Dataset, indices: Int32Array) => Inputs;

/** Some samples of a data set, ready to be fed. */
export interface Batch {
  /** `[size, ...shape]`, prepared. */
  readonly inputs: Inputs;
  /** `[size]`, indices into the classes. */
  readonly labels: Int32Array;
  /** `[size]`, places in the data set. */
  readonly indices: Int32Array;
  readonly size: number;
}

export interface BatchOptions {
  /** Samples a batch; the last one holds what is left. */
  readonly batchSize: number;
  readonly prepare: Prepare;
  /** The order of an epoch: a function of these two alone. Left out: the data's own order. */
  readonly shuffle?: { readonly seed: number; readonly epoch: number } | undefined;
  /** The batch to begin with, 0 first: an epoch that was broken off goes on as if it had not been. Default 0. */
  readonly startBatch?: number | undefined;
}

/**
 * Goes through a data set once. Batches of texts hold texts of like length, so that little of them is filling.
 * @throws OptionError if `batchSize` is no positive whole number, or `startBatch` is outside the epoch
 */
export function* batches(
  dataset: Dataset,
  { batchSize, prepare, shuffle, startBatch = 0 }: BatchOptions,
): Generator<Batch, void, undefined> {
  const count = batchCount(dataset.labels.length, batchSize);
  if (!Number.isInteger(startBatch) || startBatch < 0 || startBatch > count) {
    throw new OptionError(`batches: startBatch is ${startBatch}, expected 0 to ${count}, the batches of an epoch.`);
  }
  const shuffled = epochOrder(dataset.labels.length, shuffle);
  const order = dataset.text ? orderByLength(textLengths(dataset.text), shuffled, batchSize, shuffle) : shuffled;
  for (let batch = startBatch; batch < count; batch++) {
    const indices = order.slice(batch * batchSize, (batch + 1) * batchSize);
    const labels = indices.map((index) => dataset.labels[index]!);
    yield { inputs: prepare(dataset, indices), labels, indices, size: indices.length };
  }
}

/** Batches of an epoch, the last partial one included. */
export function batchCount(samples: number, batchSize: number): number {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new OptionError(`batchSize: got ${batchSize}, expected a whole number of at least 1.`);
  }
  return Math.ceil(samples / batchSize);
}

/** The order in which an epoch visits the samples, `[samples]`. */
export function epochOrder(samples: number, shuffle?: { readonly seed: number; readonly epoch: number }): Int32Array {
  if (!shuffle) return Int32Array.from({ length: samples }, (_, i) => i);
  const order = new Random(shuffle.seed).fork("shuffle").fork(shuffle.epoch).permutation(samples);
  return new Int32Array(order.buffer, order.byteOffset, samples);
}
