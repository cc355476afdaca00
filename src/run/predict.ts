import { softmaxRow } from "../distill/metrics.js";
import { isStatic, OptionError } from "../tensor/index.js";
import { padded, TextEncoder } from "../text/index.js";
import { readImageInputs } from "./image-inputs.js";
import { isOfTexts } from "./input-preparation.js";
import type { NetworkName } from "./metrics.js";
import { loadModelData, type ModelDataOptions } from "./model-data.js";
import { openModel, type OpenModel } from "./open-model.js";

export interface PredictOptions extends ModelDataOptions {
  /** Texts to classify. */
  readonly text?: string | readonly string[] | undefined;
  /** Image files to classify, PNG or JPEG; resized to what the model takes. Colours stay as they are: see `invert`. */
  readonly file?: string | readonly string[] | undefined;
  /** Which samples of the data to classify, 0 first. */
  readonly index?: number | readonly number[] | undefined;
  /** Turns image files dark for bright, as a digit in ink on paper needs for a model of MNIST. Default false. */
  readonly invert?: boolean | undefined;
  /** Of a run: which network is asked. Default the student. */
  readonly network?: NetworkName | undefined;
}

/** What a model says of one sample. */
export interface Prediction {
  /** The most probable class. */
  readonly label: string;
  /** Of each class, at T = 1; they sum to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** The text that was classified. */
  readonly text?: string;
  /** The image file that was classified. */
  readonly file?: string;
  /** The sample's place in the data. */
  readonly index?: number;
  /** The sample's own label, where it has one. */
  readonly actual?: string;
  /** Why the answer may be worth little. */
  readonly hint?: string;
}

/**
 * Classifies texts, image files, or samples of a data set.
 * @param model a run folder, a folder with a model.onnx, or an ONNX file
 * @returns one prediction a text, then one a file, then one an index
 * @throws LimbeckError if the model or a sample cannot be used
 * @example
 * const [{ label }] = await predict("runs/mnist", { index: 7 });
 */
export async function predict(model: string, options: PredictOptions): Promise<Prediction[]> {
  const { network, text = [], file = [], index = [], invert = false } = options;
  const [texts, files, indices] = [[text].flat(), [file].flat(), [index].flat()];
  if (texts.length + files.length + indices.length === 0) {
    throw new OptionError(
      "predict: nothing to classify. Give a text by --text, name an image by --file, or a sample of the data by --index.",
    );
  }
  if (invert && files.length === 0) {
    throw new OptionError("--invert: only image files are inverted. Name one by --file, or leave --invert out.");
  }
  const opened = await openModel(model, { network });
  try {
    return [
      ...(texts.length > 0 ? await predictTexts(opened, texts) : []),
      ...(await predictFiles(opened, files, invert)),
      ...(indices.length > 0 ? await predictIndices(opened, indices, options) : []),
    ];
  } finally {
    await opened.classifier.dispose();
  }
}

async function predictTexts({ path, classifier, classes, preparation }: OpenModel, texts: readonly string[]) {
  if (!preparation || !isOfTexts(preparation)) {
    throw new OptionError(
      `--text: ${path} does not read texts. Name what it reads by --file, or by --data and --index.`,
    );
  }
  const encoder = new TextEncoder(preparation);
  const predictions: Prediction[] = [];
  for (const text of texts) {
    const words = padded([encoder.encode(text)]);
    predictions.push({ ...predictionOf(await classifier.logits(words, [1, words.length]), classes), text });
  }
  return predictions;
}

async function predictFiles(model: OpenModel, files: readonly string[], invert: boolean): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  for (const file of files) {
    const { inputs, shape, hint } = await readImageInputs(file, model, invert);
    const logits = await model.classifier.logits(inputs, [1, ...shape]);
    predictions.push({ ...predictionOf(logits, model.classes), file, ...(hint !== undefined && { hint }) });
  }
  return predictions;
}

async function predictIndices(
  model: OpenModel,
  indices: readonly number[],
  options: ModelDataOptions,
): Promise<Prediction[]> {
  const { dataset, prepare } = await loadModelData(model, options);
  const samples = dataset.labels.length;
  const outside = indices.find((index) => !(Number.isInteger(index) && index >= 0 && index < samples));
  if (outside !== undefined) {
    throw new OptionError(`--index ${outside}: the data has ${samples} samples. Choose one of 0 to ${samples - 1}.`);
  }
  const inputs = prepare(dataset, Int32Array.from(indices));
  const shape = isStatic(dataset.shape) ? dataset.shape : [inputs.length / indices.length];
  const logits = await model.classifier.logits(inputs, [indices.length, ...shape]);
  const classes = logits.length / indices.length;
  return indices.map((index, i) => ({
    ...predictionOf(logits.subarray(i * classes, (i + 1) * classes), model.classes ?? dataset.classes),
    index,
    actual: dataset.classes[dataset.labels[index]!]!,
  }));
}

/** Softmax with the classes' names; a class without a name goes by its number. */
function predictionOf(logits: Float32Array, classes: readonly string[] = []): Prediction {
  const probabilities = [...softmaxRow(logits)];
  const name = (i: number): string => classes[i] ?? String(i);
  return {
    label: name(probabilities.indexOf(Math.max(...probabilities))),
    probabilities: Object.fromEntries(probabilities.map((p, i) => [name(i), p])),
  };
}
