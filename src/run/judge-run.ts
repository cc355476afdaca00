import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Dataset, Prepare } from "../data/index.js";
import { agreement, classificationMetrics, softmaxRow } from "../distill/metrics.js";
import type { Predictor } from "../distill/predict-logits.js";
import { pairedCounts } from "../distill/paired.js";
import { softTargetFacts } from "../distill/soft-target-facts.js";
import type { ProgramOptions } from "../engine/index.js";
import type { Metrics, ModelMetrics, ModelsMetrics, NetworkName } from "./metrics.js";
import { lazyPredictor } from "./lazy-predictor.js";
import type { ModelFacts } from "./model-files.js";
import type { TrainedNetwork } from "./network-stage.js";
import { teacherOutputs } from "./teacher-outputs.js";
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
  readonly figures: Pick<Metrics, "models" | "ensembles" | "agreement" | "retention" | "paired" | "softTargets">;
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
    const model = await readFile(runFiles.model(folder, network));
    const predictor = lazyPredictor(classifier, test.shape, options.program);
    try {
      logits[network] = await outputsOf(network, model, facts, predictor.get, options);
    } finally {
      await predictor.dispose();
    }
    figures[network] = {
      parameters: facts.parameters,
      bytes: model.byteLength,
      test: classificationMetrics(logits[network], test.labels, classes),
      best: facts.best,
      last: facts.last,
      latencyMs: facts.latencyMs,
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
      paired: pairedCounts(logits["student"]!, logits["baseline"]!, test.labels, classes),
      ...(groups.length > 0 && { ensembles: Object.fromEntries(groups) }),
      ...(models.teacher && {
        agreement: agreement(logits["student"]!, logits["teacher"]!, classes),
        retention: models.student.test.accuracy / models.teacher.test.accuracy,
        softTargets: softTargetFacts(logits["teacher"]!, classes),
      }),
    },
    logits,
  };
}

/** Logits on test data: of networks that many runs may share they are computed once. */
async function outputsOf(
  network: NetworkName,
  model: Uint8Array,
  { preparation }: ModelFacts,
  predictor: () => Promise<Predictor>,
  { test, prepare }: JudgeOptions,
): Promise<Float32Array> {
  if (network !== "teacher" && network !== "baseline") return (await predictor()).dataset(test, prepare);
  const teacher = createHash("sha256").update(model).digest("hex");
  return teacherOutputs({ predictor, teacher, dataset: test, prepare, inputs: [preparation, [], []] });
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
