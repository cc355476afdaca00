import type { Dataset } from "../data/index.js";
import { writeAtomic } from "../data/write-atomic.js";
import { agreement, confusionMatrix, reliabilityBins } from "../distill/metrics.js";
import { rampEnd, rampText } from "../distill/ramp.js";
import type { NetworkReport, PictureShape, ReportData, ViewOf } from "../report/index.js";
import { networkNames, type Metrics, type NetworkName } from "./metrics.js";
import type { ModelFacts } from "./model-files.js";
import { readRecipeRecord } from "./recipe-record.js";
import type { ResolvedRecipe } from "./recipe/index.js";
import { runFiles, type RunFolder } from "./run-folder.js";

export interface WriteReportOptions {
  readonly recipe: ResolvedRecipe;
  readonly folder: RunFolder;
  readonly metrics: Metrics;
  readonly models: Readonly<Record<NetworkName, ModelFacts>>;
  /** On test data, `[samples, classes]`. */
  readonly logits: Readonly<Record<NetworkName, Float32Array>>;
  readonly test: Dataset;
  /** The command line that repeats the run. */
  readonly command: string | undefined;
}

/** Writes `report.html`. */
export async function writeReport(options: WriteReportOptions): Promise<void> {
  const { recipe, folder, metrics, models, logits, test, command } = options;
  const { pairedCounts, pngDataUri, renderReport, selectGallery, selectMistakes } = await import("../report/index.js");
  const classes = test.classes.length;
  const { labels } = test;
  const record = await readRecipeRecord(folder);
  const temperature = rampEnd(recipe.temperature);
  const view: ViewOf = (index) => viewOf(test, index, pngDataUri);
  const networks = Object.fromEntries(
    networkNames.map((name): [NetworkName, NetworkReport] => [
      name,
      {
        model: describeModel(models[name]),
        ...metrics.models[name],
        seconds: models[name].seconds,
        confusion: confusionMatrix(logits[name], labels, classes),
        reliability: reliabilityBins(logits[name], labels, classes),
        epochs: models[name].epochs.map((epoch) => ({
          epoch: epoch.epoch,
          trainingLoss: epoch.loss,
          validationAccuracy: epoch.validationAccuracy ?? null,
        })),
        bestEpoch: models[name].kept.epoch,
      },
    ]),
  );
  const data: ReportData = {
    name: recipe.name,
    method: `${recipe.method.map((one) => one.name).join(" + ")}, T = ${rampText(recipe.temperature)}, alpha = ${rampText(recipe.alpha)}`,
    finishedAt: new Date().toISOString(),
    classes: test.classes,
    samples: metrics.data,
    networks,
    agreement: { student: metrics.agreement, baseline: agreement(logits.baseline, logits.teacher, classes) },
    retention: {
      student: metrics.retention,
      baseline: metrics.models.baseline.test.accuracy / metrics.models.teacher.test.accuracy,
    },
    paired: pairedCounts(logits.student, logits.baseline, labels, classes),
    temperature,
    gallery: selectGallery({ teacher: logits.teacher, labels, classes, temperature }, view),
    mistakes: selectMistakes({ ...logits, labels, classes }, view),
    recipe: record,
    seed: recipe.seed,
    versions: record.versions,
    command,
  };
  await writeAtomic(runFiles.report(folder), renderReport(data));
}

/** "mlp 1200-1200": the architecture and its sizes. */
function describeModel({ model }: ModelFacts): string {
  const { model: name, hidden, depth, width } = model as Partial<Record<string, string | number | readonly number[]>>;
  const sizes = Array.isArray(hidden)
    ? [hidden.join("-")]
    : [depth, width === undefined ? undefined : `×${width as number}`];
  return [name, ...sizes].filter((part) => part !== undefined).join(" ");
}

type ToDataUri = (pixels: Uint8Array, shape: PictureShape) => string;

/** A test sample as a picture, or as text where it is a row of a table. */
function viewOf(test: Dataset, index: number, toDataUri: ToDataUri): ReturnType<ViewOf> {
  const size = test.shape.reduce((product, n) => product * n, 1);
  const sample = test.inputs.subarray(index * size, (index + 1) * size);
  const [channels = 1, height = 1, width = 1] = test.shape;
  if (test.shape.length !== 3 || !(sample instanceof Uint8Array) || (channels !== 1 && channels !== 3)) {
    const names = test.features ?? [];
    return { text: Array.from(sample, (value, i) => `${names[i] ?? i}: ${value}`).join(", ") };
  }
  const area = height * width; // from channel after channel to pixel after pixel
  const pixels = Uint8Array.from({ length: size }, (_, i) => sample[(i % channels) * area + Math.floor(i / channels)]!);
  return { image: toDataUri(pixels, { width, height, channels }) };
}
