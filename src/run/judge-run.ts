import { readFile } from "node:fs/promises";
import type { Dataset, Prepare } from "../data/index.js";
import { agreement, classificationMetrics, softmaxRow } from "../distill/metrics.js";
import { compilePredictor } from "../distill/predict-logits.js";
import type { ProgramOptions } from "../engine/index.js";
import type { Metrics, ModelMetrics, ModelsMetrics, NetworkName } from "./metrics.js";
import type { TrainedNetwork } from "./network-stage.js";
import { measureLatency } from "./onnx-classifier.js";
import { runFiles, type RunFolder } from "./run-folder.js";

export interface JudgeOptions {
  readonly folder: RunFolder;
  readonly test: Dataset;
  readonly prepare: Prepare;
  readonly program: ProgramOptions;
  /** By name, in the order of their training. */
  readonly networks: ReadonlyMap<NetworkName, TrainedNetwork>;
  /** Networks whose probabilities are averaged. */
  readonly ensembles: Readonly<Record<string, readonly NetworkName[]>>;
}

export interface Judgement {
  readonly figures: Pick<Metrics, "models" | "ensembles" | "agreement" | "retention">;
  /** On test data, `[samples, classes]`, of each network. */
  readonly logits: Readonly<Record<NetworkName, Float32Array>>;
}

/** Judges the trained networks: the one time that test data is read. */
export async function judgeRun(options: JudgeOptions): Promise<Judgement> {
  const { folder, test, networks, ensembles } = options;
  const classes = test.classes.length;
  const logits: Record<NetworkName, Float32Array> = {};
  const figures: Record<NetworkName, ModelMetrics> = {};
  for (const [network, { classifier, facts }] of networks) {
    const predictor = await compilePredictor(classifier, test.shape, options.program);
    logits[network] = await predictor.dataset(test, options.prepare);
    await predictor.dispose();
    const model = await readFile(runFiles.model(folder, network));
    figures[network] = {
      parameters: facts.parameters,
      bytes: model.byteLength,
      test: classificationMetrics(logits[network], test.labels, classes),
      best: facts.best,
      last: facts.last,
      latencyMs: await measureLatency(model, test.shape),
    };
  }
  const groups = Object.entries(ensembles).map(([name, members]) => {
    const together = averageProbabilities(
      members.map((member) => logits[member]!),
      classes,
    );
    return [name, classificationMetrics(together, test.labels, classes)] as const;
  });
  const models = figures as unknown as ModelsMetrics;
  return {
    figures: {
      models,
      ...(groups.length > 0 && { ensembles: Object.fromEntries(groups) }),
      ...(models.teacher && {
        agreement: agreement(logits["student"]!, logits["teacher"]!, classes),
        retention: models.student.test.accuracy / models.teacher.test.accuracy,
      }),
    },
    logits,
  };
}

/** The logarithm of the mean of several networks' probabilities, `[samples, classes]`. */
function averageProbabilities(all: readonly Float32Array[], classes: number): Float32Array {
  const result = new Float32Array(all[0]!.length);
  for (let start = 0; start < result.length; start += classes) {
    const rows = all.map((logits) => softmaxRow(logits.subarray(start, start + classes)));
    for (let c = 0; c < classes; c++) {
      result[start + c] = Math.log(rows.reduce((sum, row) => sum + row[c]!, 0) / rows.length);
    }
  }
  return result;
}
