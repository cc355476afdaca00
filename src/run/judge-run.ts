import { readFile } from "node:fs/promises";
import type { Dataset, Prepare } from "../data/index.js";
import { agreement, classificationMetrics } from "../distill/metrics.js";
import { compilePredictor } from "../distill/predict-logits.js";
import type { ProgramOptions } from "../engine/index.js";
import type { Classifier } from "../models/index.js";
import { networkNames, type Metrics, type ModelMetrics, type NetworkName } from "./metrics.js";
import type { ModelFacts } from "./model-files.js";
import { measureLatency } from "./onnx-classifier.js";
import { runFiles, type RunFolder } from "./run-folder.js";

export interface JudgeOptions {
  readonly folder: RunFolder;
  readonly test: Dataset;
  readonly prepare: Prepare;
  readonly program: ProgramOptions;
  readonly models: Readonly<Record<NetworkName, ModelFacts>>;
  readonly classifiers: Readonly<Record<NetworkName, Classifier>>;
}

export interface Judgement {
  readonly figures: Pick<Metrics, "models" | "agreement" | "retention">;
  /** On test data, `[samples, classes]`. */
  readonly logits: Readonly<Record<NetworkName, Float32Array>>;
}

/** Judges the three trained networks: the one time that test data is read. */
export async function judgeRun(options: JudgeOptions): Promise<Judgement> {
  const { folder, test, models, classifiers } = options;
  const classes = test.classes.length;
  const logits = {} as Record<NetworkName, Float32Array>;
  const figures = {} as Record<NetworkName, ModelMetrics>;
  for (const network of networkNames) {
    const predictor = await compilePredictor(classifiers[network], test.shape, options.program);
    logits[network] = await predictor.dataset(test, options.prepare);
    await predictor.dispose();
    const model = await readFile(runFiles.model(folder, network));
    figures[network] = {
      parameters: models[network].parameters,
      bytes: model.byteLength,
      test: classificationMetrics(logits[network], test.labels, classes),
      best: models[network].best,
      last: models[network].last,
      latencyMs: await measureLatency(model, test.shape),
    };
  }
  return {
    figures: {
      models: figures,
      agreement: agreement(logits.student, logits.teacher, classes),
      retention: figures.student.test.accuracy / figures.teacher.test.accuracy,
    },
    logits,
  };
}
