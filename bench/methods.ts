import { join } from "node:path";
import { table } from "../src/cli/table.js";
import { objectives, type Objective } from "../src/distill/index.js";
import { readModelFacts, type ModelFacts } from "../src/run/model-files.js";
import { distill, drawnScheme, loadRecipe, prepareRunFolder, trainOneNetwork, type Metrics } from "../src/run/index.js";
import { OptionError } from "../src/tensor/errors.js";
import type { BenchOptions, BenchReport } from "./bench.js";
import { mean } from "simple-statistics";
import { deviation } from "../src/study/statistics/index.js";

/** All methods learn from a ResNet-14 with a ResNet-8, on 10,000 digits for a few epochs. */
const recipeName = "mnist-resnet";
const budget = ["data.limit=10000", "data.validation=2000", "training.epochs=4", "teacher.training.epochs=4"];

/** One finished run. */
interface Result {
  readonly metrics: Metrics;
  readonly student: ModelFacts;
  readonly baseline: ModelFacts;
  /** Why its step is dearer than that of soft targets. */
  readonly why: string;
}

/** Methods of images, soft targets first; those of sequences have no tensors here. */
const ofImages = objectives.filter(({ needs }) => needs.taps?.kinds.every((kind) => kind === "sequence") !== true);
const ordered = [
  ...ofImages.filter(({ name }) => name === "soft-targets"),
  ...ofImages.filter(({ name }) => name !== "soft-targets"),
];

/**
 * Every method with the same teacher, student and budget, over seeds: test accuracy, time of a step, and what training
 * holds more than that of the baseline. Of each seed teacher and baseline are trained once. Finished runs in `--runs` are
 * only read, one that was broken off goes on: the bench may be stopped at any moment.
 */
export async function methodsBench(options: BenchOptions): Promise<BenchReport> {
  const { only, seeds = 3, runs, set, threads, progress } = options;
  const chosen = ordered.filter(({ name }) => only === undefined || name.includes(only) || name === "soft-targets");
  if (only !== undefined && !chosen.some(({ name }) => name.includes(only))) {
    throw new OptionError(`--only ${only}: there is no method of images whose name contains it.`);
  }
  const common = [...budget, ...(threads ? [`threads=${threads[0]}`] : []), ...set];
  const results = new Map<string, Result[]>(chosen.map(({ name }) => [name, []]));
  for (let seed = 0; seed < seeds; seed++) {
    const ofSeed = [...common, `seed=${seed}`];
    const shared = join(runs, "methods", `shared-${seed}`);
    progress(`teacher and baseline, seed ${seed}`);
    for (const network of ["teacher", "baseline"] as const) {
      await trainOneNetwork(
        await loadRecipe(recipeName, { set: ofSeed }),
        network,
        await folderOf(`${shared}-${network}`),
      );
    }
    for (const method of chosen) {
      progress(`${method.name}, seed ${seed}`);
      const teacher = `teacher=${JSON.stringify({ run: `${shared}-teacher` })}`;
      const assignments = [...ofSeed.filter((one) => !one.startsWith("teacher.")), teacher, `method=${method.name}`];
      const recipe = await loadRecipe(recipeName, { set: assignments });
      const where = await folderOf(join(runs, "methods", `${method.name}-${seed}`));
      const metrics = await distill(recipe, { ...where, baseline: { path: `${shared}-baseline` } });
      const [student, baseline] = await Promise.all(
        ["student", "baseline"].map((network) => readModelFacts(where.folder, network)),
      );
      const learning = Object.keys(drawnScheme(recipe).stages.at(-1)!.learn).length;
      results
        .get(method.name)!
        .push({ metrics, student: student!, baseline: baseline!, why: whyDearer(method, learning) });
    }
  }
  return reportOf(results);
}

const folderOf = async (path: string) => ({
  folder: await prepareRunFolder({ name: "bench", out: path, resume: true }),
  resume: true,
});

function whyDearer({ needs, memory }: Objective, learning: number): string {
  const reasons = [
    ...(learning > 1 ? [`${learning} networks learn in a step`] : []),
    ...(needs.teacher?.includes("taps") ? ["the teacher runs in each step, for its inner tensors"] : []),
    ...(memory ? ["rows of a memory are read and written"] : []),
  ];
  return reasons.join("; ");
}

function reportOf(results: ReadonlyMap<string, readonly Result[]>): BenchReport {
  const soft = results.get("soft-targets")!;
  const softStep = mean(soft.map(stepOf));
  const shared = [
    summary(
      "(teacher)",
      soft.map(({ metrics }) => metrics.models.teacher!.test.accuracy),
    ),
    summary(
      "(baseline)",
      soft.map(({ metrics }) => metrics.models.baseline.test.accuracy),
    ),
  ];
  const lines = [...results].map(([name, ofMethod]) => {
    const accuracies = ofMethod.map(({ metrics }) => metrics.models.student.test.accuracy);
    const gains = ofMethod.map(
      ({ metrics: { models } }) => models.student.test.accuracy - models.baseline.test.accuracy,
    );
    const times = mean(ofMethod.map(stepOf)) / softStep;
    const { student, baseline, why } = ofMethod[0]!;
    return {
      ...summary(name, accuracies),
      gain: mean(gains),
      gainDeviation: deviation(gains),
      msPerStep: mean(ofMethod.map(stepOf)),
      times,
      parameters: student.held!.parameters - baseline.held!.parameters,
      bytes: student.held!.bytes - baseline.held!.bytes,
      why: times > 3 ? why : "",
    };
  });
  const percent = (x: number): string => (100 * x).toFixed(2);
  const text = table(
    ["method", "accuracy %", "against baseline", "ms/step", "× soft targets", "more parameters", "more kB", "why"],
    [
      ...shared.map(({ subject, mean, deviation }) => [
        subject,
        `${percent(mean)} ± ${percent(deviation)}`,
        "",
        "",
        "",
        "",
        "",
        "",
      ]),
      ...lines.map((line) => [
        line.subject,
        `${percent(line.mean)} ± ${percent(line.deviation)}`,
        `${line.gain >= 0 ? "+" : ""}${percent(line.gain)} ± ${percent(line.gainDeviation)}`,
        line.msPerStep.toFixed(1),
        line.times.toFixed(1),
        String(line.parameters),
        String(Math.round(line.bytes / 1024)),
        line.why,
      ]),
    ],
  );
  return { rows: [...shared, ...lines], text };
}

/** Milliseconds of the student's training for each step, its validations included. */
function stepOf({ metrics, student }: Result): number {
  const steps = student.epochs.length * Math.ceil(metrics.data.train / batchSize);
  return (1000 * student.seconds) / steps;
}
/** Of the recipe. */
const batchSize = 128;

const summary = (subject: string, accuracies: readonly number[]) => ({
  case: "methods",
  subject,
  metric: "test accuracy",
  mean: mean(accuracies),
  deviation: deviation(accuracies),
  seeds: accuracies.length,
});
