import { classificationMetrics, type ClassificationMetrics } from "../distill/metrics.js";
import type { NetworkName } from "./metrics.js";
import { loadModelData, type ModelDataOptions } from "./model-data.js";
import { openModel } from "./open-model.js";

export interface EvaluateOptions extends ModelDataOptions {
  /** Of a run: default the student. */
  readonly network?: NetworkName | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Figures of a model on labelled samples. */
export interface Evaluation extends ClassificationMetrics {
  readonly samples: number;
}

/**
 * Accuracy and calibration of any ONNX classifier.
 * @param model an ONNX file, or a run
 * @throws LimbeckError if the model or the data cannot be used
 */
export async function evaluate(model: string, options: EvaluateOptions = {}): Promise<Evaluation> {
  const opened = await openModel(model, options);
  try {
    const { dataset, prepare } = await loadModelData(opened, options);
    const logits = await opened.classifier.dataset(dataset, prepare, options.signal);
    const classes = logits.length / dataset.labels.length;
    return { ...classificationMetrics(logits, dataset.labels, classes), samples: dataset.labels.length };
  } finally {
    await opened.classifier.dispose();
  }
}
