import { join } from "node:path";
import { distill } from "../src/run/distill.js";
import { builtInNames, loadRecipe, prepareRunFolder, type Metrics } from "../src/run/index.js";
import { OptionError } from "../src/tensor/errors.js";
import type { BenchOptions, BenchReport } from "./bench.js";
import { omittedClasses, type OmittedClasses } from "./omitted-classes.js";
import { mean } from "simple-statistics";
import { deviation, studentInterval } from "../src/study/statistics/index.js";

/** One figure of one subject, over seeds. */
interface QualityRow {
  readonly case: string;
  readonly subject: string;
  readonly metric: string;
  readonly mean: number;
  readonly deviation: number;
  readonly seeds: number;
}

const subjects = ["teacher", "baseline", "student"] as const;

/**
 * Runs the built-in recipes with several seeds: test errors of each network, and the paired difference between student
 * and baseline, which share seed, first weights and batches. A run that is finished in its folder is only read, one that
 * was broken off goes on.
 */
export async function distillBench(options: BenchOptions): Promise<BenchReport> {
  const { only, seeds = 3, runs, set, threads, progress } = options;
  const names = (await builtInNames()).filter((name) => only === undefined || name === only);
  if (names.length === 0) throw new OptionError(`--only ${only}: there is no such recipe.`);
  const rows: QualityRow[] = [];
  const lines: string[] = [];
  for (const name of names) {
    const results: Metrics[] = [];
    const omitted: OmittedClasses[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      progress(`${name}, seed ${seed}`);
      const threadOption = threads ? [`threads=${threads[0]}`] : [];
      const recipe = await loadRecipe(name, { set: [...set, ...threadOption, `seed=${seed}`] });
      const folder = await prepareRunFolder({ name, out: join(runs, `${name}-${seed}`), resume: true });
      results.push(await distill(recipe, { folder, resume: true }));
      const left = await omittedClasses(folder.path);
      if (left) omitted.push(left);
    }
    const errors = (subject: (typeof subjects)[number]) => results.map(({ models }) => models[subject]!.test.errors);
    const saved = results.map(({ models }) => models.baseline.test.errors - models.student.test.errors);
    const row = (subject: string, metric: string, values: readonly number[]): QualityRow => ({
      case: name,
      subject,
      metric,
      mean: mean(values),
      deviation: deviation(values),
      seeds,
    });
    rows.push(...subjects.map((subject) => row(subject, "test errors", errors(subject))));
    rows.push(row("student", "fewer errors than its baseline", saved));
    const [low, high] = studentInterval(saved);
    const parameters = results[0]!.models;
    lines.push(
      `${name}, ${seeds} seeds, test errors of ${results[0]!.data.test}:`,
      ...subjects.map(
        (subject) =>
          `  ${subject.padEnd(9)} ${mean(errors(subject)).toFixed(1)} ± ${deviation(errors(subject)).toFixed(1)}` +
          `   (${errors(subject).join(", ")})   ${parameters[subject]!.parameters} parameters`,
      ),
      `  the student makes ${mean(saved).toFixed(1)} fewer errors than its baseline ` +
        `(${((100 * mean(saved)) / mean(errors("baseline"))).toFixed(1)}%), 95% interval ${low.toFixed(1)} to ${high.toFixed(1)}`,
      ...omittedLines(omitted),
      "",
    );
    if (omitted.length > 0) {
      const shares = omitted.map(({ right, samples }) => right / samples);
      rows.push(row("student", "share of omitted classes right", shares));
    }
  }
  return { rows, text: lines.join("\n") };
}

function omittedLines(omitted: readonly OmittedClasses[]): string[] {
  if (omitted.length === 0) return [];
  const list = (key: keyof OmittedClasses) =>
    omitted.map((one) => one[key].toFixed(key === "correction" ? 1 : 0)).join(", ");
  const share = (key: "right" | "rightBefore") =>
    `${(100 * mean(omitted.map((one) => one[key] / one.samples))).toFixed(1)}%`;
  return [
    `  of ${omitted[0]!.samples} samples of omitted classes right: ${share("right")} (${list("right")}); ` +
      `without the corrected bias ${share("rightBefore")} (${list("rightBefore")}), errors ${list("errorsBefore")}; ` +
      `correction ${list("correction")}`,
  ];
}
