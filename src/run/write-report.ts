import { numericShape, type Dataset } from "../data/index.js";
import { writeAtomic } from "../data/write-atomic.js";
import { agreement, confusionMatrix, reliabilityBins } from "../distill/metrics.js";
import { rampEnd, rampText } from "../distill/ramp.js";
import type { NetworkReport, OtherNetwork, PictureShape, ReportData, ViewOf } from "../report/index.js";
import { sizeOf } from "../tensor/index.js";
import { describeScheme, methodText } from "./describe-scheme.js";
import { networkNames, type Metrics, type NetworkName } from "./metrics.js";
import type { ModelFacts } from "./model-files.js";
import type { TrainedNetwork } from "./network-stage.js";
import { readRecipeRecord } from "./recipe-record.js";
import type { DrawnScheme, ResolvedRecipe } from "./recipe/index.js";
import { runFiles, type RunFolder } from "./run-folder.js";

export interface WriteReportOptions {
  readonly recipe: ResolvedRecipe;
  readonly scheme: DrawnScheme;
  readonly folder: RunFolder;
  readonly metrics: Metrics;
  readonly networks: ReadonlyMap<NetworkName, TrainedNetwork>;
  /** On test data, `[samples, classes]`. */
  readonly logits: Readonly<Record<NetworkName, Float32Array>>;
  readonly test: Dataset;
  /** The command line that repeats the run. */
  readonly command: string | undefined;
}

/** Writes `report.html`. */
export async function writeReport(options: WriteReportOptions): Promise<void> {
  const { recipe, scheme, folder, metrics, logits, test, command } = options;
  const { pngDataUri, renderReport, selectGallery, selectMistakes } = await import("../report/index.js");
  const classes = test.classes.length;
  const { labels } = test;
  const record = await readRecipeRecord(folder);
  const temperature = rampEnd(recipe.temperature);
  const view: ViewOf = (index) => viewOf(test, index, pngDataUri);
  const { teacher } = metrics.models;
  const [student, baseline] = [logits["student"]!, logits["baseline"]!];
  const data: ReportData = {
    name: recipe.name,
    method: `${methodText(scheme)}, T = ${rampText(recipe.temperature)}, alpha = ${rampText(recipe.alpha)}`,
    finishedAt: new Date().toISOString(),
    classes: test.classes,
    samples: metrics.data,
    networks: Object.fromEntries(
      networkNames.flatMap((name) => (options.networks.has(name) ? [[name, networkReport(name, options)]] : [])),
    ),
    scheme: describeScheme(scheme),
    others: otherNetworks(options),
    warnings: [...options.networks.values()].flatMap(({ facts }) => facts.warnings ?? []),
    ...(teacher && {
      agreement: { student: metrics.agreement!, baseline: agreement(baseline, logits["teacher"]!, classes) },
      retention: {
        student: metrics.retention!,
        baseline: metrics.models.baseline.test.accuracy / teacher.test.accuracy,
      },
      gallery: selectGallery({ teacher: logits["teacher"]!, labels, classes, temperature }, view),
    }),
    paired: metrics.paired,
    temperature,
    mistakes: selectMistakes(
      { student, baseline, ...(teacher && { teacher: logits["teacher"]! }), labels, classes },
      view,
    ),
    recipe: record,
    seed: recipe.seed,
    versions: record.versions,
    command,
  };
  await writeAtomic(runFiles.report(folder), renderReport(data));
}

function networkReport(name: NetworkName, { networks, metrics, logits, test }: WriteReportOptions): NetworkReport {
  const { facts } = networks.get(name)!;
  const classes = test.classes.length;
  return {
    model: describeModel(facts),
    ...metrics.models[name],
    seconds: facts.seconds,
    confusion: confusionMatrix(logits[name]!, test.labels, classes),
    reliability: reliabilityBins(logits[name]!, test.labels, classes),
    epochs: facts.epochs.map((epoch) => ({
      epoch: epoch.epoch,
      trainingLoss: epoch.loss,
      validationAccuracy: epoch.validationAccuracy ?? null,
    })),
    bestEpoch: facts.kept.epoch,
  };
}

/** Networks that are neither teacher nor baseline nor student, then the ensembles. */
function otherNetworks({ scheme, networks, metrics }: WriteReportOptions): OtherNetwork[] {
  const others = [...networks].filter(([name]) => !(networkNames as readonly string[]).includes(name));
  return [
    ...others.map(([name, { facts }]) => ({
      name,
      model: describeModel(facts),
      parameters: facts.parameters,
      test: metrics.models[name]!.test,
    })),
    ...Object.entries(metrics.ensembles ?? {}).map(([name, test]) => ({
      name: `${name} together`,
      model: `mean of ${scheme.ensembles![name]!.join(", ")}`,
      test,
    })),
  ];
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
  if (test.text) return { text: test.text.texts[index]! };
  const shape = numericShape(test);
  const size = sizeOf(shape);
  const sample = test.inputs.subarray(index * size, (index + 1) * size);
  const [channels = 1, height = 1, width = 1] = shape;
  if (shape.length !== 3 || !(sample instanceof Uint8Array) || (channels !== 1 && channels !== 3)) {
    const names = test.features ?? [];
    return { text: Array.from(sample, (value, i) => `${names[i] ?? i}: ${value}`).join(", ") };
  }
  const area = height * width; // from channel after channel to pixel after pixel
  const pixels = Uint8Array.from({ length: size }, (_, i) => sample[(i % channels) * area + Math.floor(i / channels)]!);
  return { image: toDataUri(pixels, { width, height, channels }) };
}
