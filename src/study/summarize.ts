import { mean, median } from "simple-statistics";
import type { ModelMetrics } from "../run/index.js";
import { Random } from "../tensor/index.js";
import { bootstrapInterval, deviation, holm, mcnemar, pairedTest, type PairedTest } from "./statistics/index.js";
import type { TrialResult } from "./trial-result.js";
import type { Setting } from "./trials.js";

/** A figure over seeds. */
export interface Spread {
  readonly mean: number;
  /** Divided by n - 1; NaN for one seed. */
  readonly deviation: number;
  /** The 95% bootstrap interval of the mean; NaN for one seed. */
  readonly interval: readonly [low: number, high: number];
}

/** One setting of a sweep, over its seeds. */
export interface Configuration {
  readonly setting: Setting;
  readonly studentKey: string;
  readonly seeds: readonly number[];
  /** Test accuracy, 0 … 1. */
  readonly student: Spread;
  readonly baseline: Spread;
  /** Mean accuracy of the student on validation data: what is chosen is chosen by it. Undefined without such data. */
  readonly validation: number | undefined;
  /** Test accuracy of the student minus that of its baseline, paired by seed. */
  readonly gain: PairedTest & {
    /** p, corrected for as many comparisons as there are configurations. */
    readonly corrected: number;
  };
  /** McNemar's test on the test samples, of all seeds together: it knows how the samples fell, not how the seeds did. */
  readonly mcnemar: { readonly onlyStudentRight: number; readonly onlyBaselineRight: number; readonly p: number };
  /** Mean expected calibration error on test data. */
  readonly calibration: { readonly student: number; readonly baseline: number };
  /** Mean accuracy of the student / accuracy of the teacher. */
  readonly retention: number;
  readonly parameters: number;
  readonly bytes: number;
  /** Median over the seeds of the median time of one answer. */
  readonly latencyMs: number;
  /** Mean of the seconds that a student trained. */
  readonly seconds: number;
}

/** Figures of each setting over its seeds, in the order in which the settings first come. */
export function summarize(results: readonly TrialResult[]): Configuration[] {
  const configurations = groupBy(results, ({ setting }) => JSON.stringify(setting)).map(summarizeSetting);
  const corrected = holm(configurations.map(({ gain }) => gain.p));
  return configurations.map((one, i) => ({ ...one, gain: { ...one.gain, corrected: corrected[i]! } }));
}

function summarizeSetting(results: readonly TrialResult[]): Configuration {
  const models = results.map(({ metrics }) => metrics.models);
  const students = models.map(({ student }) => student);
  const accuracies = (network: (one: (typeof models)[number]) => ModelMetrics): number[] =>
    models.map((one) => network(one).test.accuracy);
  const ofStudent = accuracies(({ student }) => student);
  const ofBaseline = accuracies(({ baseline }) => baseline);
  const paired = results.map(({ metrics }) => metrics.paired);
  const onlyStudentRight = sum(paired.map((one) => one.onlyStudentRight));
  const onlyBaselineRight = sum(paired.map((one) => one.onlyBaselineRight));
  const validation = students.map(({ best }) => best.validationAccuracy).filter((share) => share !== undefined);
  const gain = pairedTest(ofStudent, ofBaseline);
  return {
    setting: results[0]!.setting,
    studentKey: results[0]!.studentKey,
    seeds: results.map(({ seed }) => seed),
    student: spread(ofStudent),
    baseline: spread(ofBaseline),
    validation: validation.length > 0 ? mean(validation) : undefined,
    gain: { ...gain, corrected: gain.p },
    mcnemar: { onlyStudentRight, onlyBaselineRight, p: mcnemar(onlyStudentRight, onlyBaselineRight) },
    calibration: {
      student: mean(students.map(({ test }) => test.ece)),
      baseline: mean(models.map(({ baseline }) => baseline.test.ece)),
    },
    retention: mean(results.map(({ metrics }) => metrics.retention ?? NaN)),
    parameters: students[0]!.parameters,
    bytes: students[0]!.bytes,
    latencyMs: median(students.map(({ latencyMs }) => latencyMs.p50)),
    seconds: mean(results.map(({ metrics }) => metrics.seconds["student"] ?? NaN)),
  };
}

/** A figure over seeds; the same values give the same interval. */
export const spread = (values: readonly number[]): Spread => ({
  mean: mean([...values]),
  deviation: deviation(values),
  interval: bootstrapInterval(values, { random: new Random(0) }),
});

/** Lists of those with the same key, in the order in which the keys first come. */
export function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups.values()];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
