import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { confusionMatrix } from "../src/distill/metrics.js";
import { loadModelData } from "../src/run/model-data.js";
import { openModel } from "../src/run/open-model.js";

/** How the student of a run does on test samples of classes that it never saw in training. */
export interface OmittedClasses {
  /** Test samples of these classes. */
  readonly samples: number;
  /** How many of them are right with the corrected bias, and without. */
  readonly right: number;
  readonly rightBefore: number;
  /** Errors on all test samples without the correction. */
  readonly errorsBefore: number;
  /** What was added to the bias. */
  readonly correction: number;
}

/** Undefined for a run that left no class out. */
export async function omittedClasses(run: string): Promise<OmittedClasses | undefined> {
  const facts = JSON.parse(await readFile(join(run, "student", "model.json"), "utf8")) as {
    readonly classes: readonly string[];
    readonly biasCorrection?: Readonly<Record<string, number>>;
  };
  const corrections = Object.entries(facts.biasCorrection ?? {});
  if (corrections.length === 0) return undefined;
  const model = await openModel(run);
  const { dataset, prepare } = await loadModelData(model, {});
  const logits = await model.classifier.dataset(dataset, prepare);
  await model.classifier.dispose();
  const count = facts.classes.length;
  const omitted = corrections.map(([name]) => facts.classes.indexOf(name));
  const before = logits.slice();
  for (let i = 0; i < before.length; i += count) {
    corrections.forEach(([, correction], k) => (before[i + omitted[k]!]! -= correction));
  }
  const matrix = confusionMatrix(logits, dataset.labels, count);
  const matrixBefore = confusionMatrix(before, dataset.labels, count);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
  return {
    samples: sum(omitted.map((c) => sum(matrix[c]!))),
    right: sum(omitted.map((c) => matrix[c]![c]!)),
    rightBefore: sum(omitted.map((c) => matrixBefore[c]![c]!)),
    errorsBefore: dataset.labels.length - sum(matrixBefore.map((row, c) => row[c]!)),
    correction: corrections[0]![1],
  };
}
