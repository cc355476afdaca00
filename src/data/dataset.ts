import { formatShape, isStatic, ShapeError, sizeOf, type Shape } from "../tensor/index.js";
import { pickTexts, type TextSamples } from "./text-samples.js";

/** A labelled data set in memory: one class a sample. */
export interface Dataset {
  /** Row-major `[samples, ...shape]`: bytes 0…255 of images, or numbers of tables; none of texts. */
  readonly inputs: Uint8Array | Float32Array;
  /** Of one sample: `[channels, height, width]`, `[features]`, or `["length"]` of texts, in words. */
  readonly shape: Shape;
  /** Of texts: what they say. */
  readonly text?: TextSamples;
  /** `[samples]`, indices into `classes`. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  /** Names of the columns of a table, in the order of `inputs`. */
  readonly features?: readonly string[];
  /** What a reader of the data should know, such as records that were left out. */
  readonly notes?: readonly string[];
  /** What it was read from; a folder of images is one entry, its digest taken over all files in it. */
  readonly files: readonly DataFile[];
}

export interface DataFile {
  readonly path: string;
  /** Hexadecimal digest of the bytes on disk. */
  readonly sha256: string;
}

/** What a run trains on, chooses with, and is judged by. */
export interface Splits {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
}

/** Samples in each class, `[classes]`. */
export function classCounts({ labels, classes }: Dataset): Int32Array {
  const counts = new Int32Array(classes.length);
  for (const label of labels) counts[label]!++;
  return counts;
}

/**
 * The samples at the given places, in that order; classes and files stay.
 * @throws ShapeError if a place is outside the data set
 */
export function subset(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  const { shape, text } = dataset;
  const size = isStatic(shape) ? sizeOf(shape) : 0;
  const inputs =
    dataset.inputs instanceof Uint8Array
      ? new Uint8Array(indices.length * size)
      : new Float32Array(indices.length * size);
  const labels = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]!;
    if (!(from >= 0 && from < dataset.labels.length)) {
      throw new ShapeError(
        `subset: there is no sample ${from} in ${dataset.labels.length} samples of ${formatShape(shape)}.`,
      );
    }
    inputs.set(dataset.inputs.subarray(from * size, (from + 1) * size), i * size);
    labels[i] = dataset.labels[from]!;
  }
  return { ...dataset, inputs, labels, ...(text && { text: pickTexts(text, indices) }) };
}

/**
 * The shape of a sample that is made of numbers.
 * @throws ShapeError of texts, whose lengths differ
 */
export function numericShape({ shape }: Pick<Dataset, "shape">): readonly number[] {
  if (isStatic(shape)) return shape;
  throw new ShapeError(`samples are texts ${formatShape(shape)}, expected images or rows of numbers.`);
}
