import type { Dataset, Prepare } from "../data/index.js";
import { formatShape, sameShape, ShapeError, sizeOf } from "../tensor/index.js";
import type { Pixels } from "./augmentation.js";
import type { BoundAugmentation } from "./bind-augmentations.js";
import type { Preparation } from "./preparation.js";
import { SampleRandom } from "./sample-random.js";

/** What changes the samples of one epoch. */
export interface EpochAugmentation {
  readonly augmentations: readonly BoundAugmentation[];
  readonly seed: number;
  /** Each epoch draws anew; a cache of K augmentations gives `epoch % K`. */
  readonly epoch: number;
}

/**
 * The function that makes batches ready: chosen samples, augmented, then normalised to float32.
 * What a sample becomes depends on (seed, epoch, its place in the data set) alone.
 * @returns takes a data set and places in it, gives `[places, ...shape]`
 */
export function preparer(preparation: Preparation, augmentation?: EpochAugmentation): Prepare {
  const normalize = normalizer(preparation);
  return (dataset, indices) => {
    checkShape(dataset, preparation);
    const size = sizeOf(preparation.shape);
    const change = augmentation && augmenter(dataset, size, augmentation);
    const ready = new Float32Array(indices.length * size);
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      if (change) normalize(change(index), 0, ready, i * size);
      else normalize(dataset.inputs, index * size, ready, i * size);
    }
    return ready;
  };
}

/** All samples of raw inputs, such as one decoded image, made ready without augmentation: `[samples, ...shape]`. */
export function prepareInputs(preparation: Preparation, inputs: Pixels): Float32Array {
  const size = sizeOf(preparation.shape);
  if (inputs.length === 0 || inputs.length % size !== 0) {
    throw new ShapeError(
      `prepareInputs: ${inputs.length} numbers are no whole number of samples ${formatShape(preparation.shape)}, ` +
        `of ${size} numbers each.`,
    );
  }
  const normalize = normalizer(preparation);
  const ready = new Float32Array(inputs.length);
  for (let at = 0; at < inputs.length; at += size) normalize(inputs, at, ready, at);
  return ready;
}

type Normalizer = (from: Pixels, start: number, to: Float32Array, at: number) => void;

/** Normalises one sample; bytes go through a table of 256 results for each channel. */
function normalizer({ shape, divisor, mean, deviation }: Preparation): Normalizer {
  const area = sizeOf(shape.slice(1));
  const tables = new Map<number, Float32Array>();
  const tableOf = (c: number): Float32Array => {
    let table = tables.get(c);
    if (!table) {
      table = Float32Array.from({ length: 256 }, (_, byte) => (byte / divisor - mean[c]!) / deviation[c]!);
      tables.set(c, table);
    }
    return table;
  };
  return (from, start, to, at) => {
    for (let c = 0; c < mean.length; c++) {
      const first = start + c * area;
      const target = at + c * area;
      if (from instanceof Uint8Array) {
        const table = tableOf(c);
        for (let i = 0; i < area; i++) to[target + i] = table[from[first + i]!]!;
      } else {
        const [m, d] = [mean[c]!, deviation[c]!];
        for (let i = 0; i < area; i++) to[target + i] = (from[first + i]! / divisor - m) / d;
      }
    }
  };
}

/** Gives a sample with every augmentation applied; the array is used again for the next sample. */
function augmenter(
  { inputs }: Dataset,
  size: number,
  { augmentations, seed, epoch }: EpochAugmentation,
): (index: number) => Pixels {
  const randoms = augmentations.map((_, place) => new SampleRandom(seed, epoch, place));
  const empty = (): Pixels => (inputs instanceof Uint8Array ? new Uint8Array(size) : new Float32Array(size));
  const buffers = [empty(), empty()] as const;
  return (index) => {
    let image: Pixels = inputs.subarray(index * size, (index + 1) * size);
    for (let place = 0; place < augmentations.length; place++) {
      const out = buffers[place % 2]!;
      const random = randoms[place]!;
      random.start(index);
      augmentations[place]!.apply(image, out, random);
      image = out;
    }
    return image;
  };
}

function checkShape({ shape }: Dataset, preparation: Preparation): void {
  if (sameShape(shape, preparation.shape)) return;
  throw new ShapeError(
    `prepare: samples have the shape ${formatShape(shape)}, the preparation is for ${formatShape(preparation.shape)}. ` +
      `Use data of the kind that the model was trained on.`,
  );
}
