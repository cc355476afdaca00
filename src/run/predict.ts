import { readFile } from "node:fs/promises";
import { fileError } from "../data/write-atomic.js";
import { OptionError } from "../tensor/index.js";
import { decodeImage, imageToInput, preparer } from "../vision/index.js";
import type { NetworkName } from "./metrics.js";
import { loadModelData, type ModelDataOptions } from "./model-data.js";
import { openModel, type OpenModel } from "./open-model.js";

export interface PredictOptions extends ModelDataOptions {
  /** An image file to classify. */
  readonly file?: string | undefined;
  /** Which sample of the data to classify, 0 first. */
  readonly index?: number | undefined;
  /** Of a run: default the student. */
  readonly network?: NetworkName | undefined;
}

/** What a model says of one sample. */
export interface Prediction {
  /** The most probable class. */
  readonly label: string;
  /** Of each class, at T = 1; they sum to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** The sample's own label, where it has one. */
  readonly actual?: string;
}

/**
 * Classifies an image file, or one sample of a data set.
 * @param model an ONNX file, or a run
 * @throws LimbeckError if the model or the sample cannot be used
 */
export async function predict(model: string, options: PredictOptions): Promise<Prediction[]> {
  const opened = await openModel(model, options);
  try {
    if (options.file !== undefined) return [await predictFile(opened, options.file)];
    if (options.index !== undefined) return [await predictIndex(opened, options.index, options)];
    throw new OptionError("predict: nothing to classify. Name an image by --file, or a sample of the data by --index.");
  } finally {
    await opened.classifier.dispose();
  }
}

async function predictFile(model: OpenModel, file: string): Promise<Prediction> {
  const { preparation, classifier, path } = model;
  if (preparation === undefined) {
    throw new OptionError(`${path} does not say how its inputs are prepared, as a model that Limbeck trained does.`);
  }
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(error, file, "read");
  });
  const inputs = await imageToInput(await decodeImage(bytes, file), preparation.shape);
  const sample = { inputs, shape: preparation.shape, labels: Int32Array.of(0), classes: [], files: [] };
  const prepared = preparer(preparation)(sample, Int32Array.of(0));
  return predictionOf(await classifier.logits(prepared, [1, ...preparation.shape]), model.classes);
}

async function predictIndex(model: OpenModel, index: number, options: ModelDataOptions): Promise<Prediction> {
  const { dataset, prepare } = await loadModelData(model, options);
  const samples = dataset.labels.length;
  if (index >= samples) {
    throw new OptionError(`--index ${index}: the data has ${samples} samples. Choose one of 0 to ${samples - 1}.`);
  }
  const prepared = prepare(dataset, Int32Array.of(index));
  const logits = await model.classifier.logits(prepared, [1, ...dataset.shape]);
  const actual = dataset.classes[dataset.labels[index]!]!;
  return { ...predictionOf(logits, model.classes ?? dataset.classes), actual };
}

/** Softmax in float64, with the classes' names; a class without a name goes by its number. */
function predictionOf(logits: Float32Array, classes: readonly string[] = []): Prediction {
  const largest = Math.max(...logits);
  const exps = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = exps.reduce((total, value) => total + value, 0);
  const name = (i: number): string => classes[i] ?? String(i);
  return {
    label: name(logits.indexOf(largest)),
    probabilities: Object.fromEntries(exps.map((value, i) => [name(i), value / sum])),
  };
}
