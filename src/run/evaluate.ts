import { classificationMetrics, type ClassificationMetrics } from "../distill/metrics.js";
import type { NetworkName } from "./metrics.js";
import { loadModelData, type ModelData, type ModelDataOptions } from "./model-data.js";
import type { OnnxClassifier } from "./onnx-classifier.js";
import { openModel } from "./open-model.js";

export interface EvaluateOptions extends ModelDataOptions {
  /** Of a run: which network is judged. Default the student. */
  readonly network?: NetworkName | undefined;
  /** Threads of ONNX Runtime. Default `auto`: what is fastest here. */
  readonly threads?: number | "auto" | undefined;
  /** Aborts between two batches. */
  readonly signal?: AbortSignal | undefined;
}

/** Figures of a model on labelled samples. */
export interface Evaluation extends ClassificationMetrics {
  readonly samples: number;
}

/**
 * Accuracy and calibration of any ONNX classifier: one input `[batch, ...]`, one output `[batch, classes]`.
 * @param model a run folder, a folder with a model.onnx, or an ONNX file
 * @throws LimbeckError if the model or the data cannot be used
 * @throws the signal's reason when aborted
 * @example
 * const { accuracy, ece } = await evaluate("runs/mnist", { network: "teacher" });
 */
export async function evaluate(model: string, options: EvaluateOptions = {}): Promise<Evaluation> {
  const { network, threads = "auto", signal } = options;
  const opened = await openModel(model, { network, threads });
  try {
    return await figuresOf(opened.classifier, await loadModelData(opened, options), signal);
  } finally {
    await opened.classifier.dispose();
  }
}

/** Figures of an opened model on samples that are read already. */
export async function figuresOf(
  classifier: OnnxClassifier,
  { dataset, prepare }: ModelData,
  signal?: AbortSignal,
): Promise<Evaluation> {
  const samples = dataset.labels.length;
  const logits = await classifier.dataset(dataset, prepare, signal);
  return { ...classificationMetrics(logits, dataset.labels, logits.length / samples), samples };
}
