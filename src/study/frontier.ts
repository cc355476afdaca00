import type { ModelMetrics } from "../run/index.js";
import { studentQuantile } from "./statistics/index.js";
import { groupBy, spread, type Configuration, type Spread } from "./summarize.js";
import type { TrialResult } from "./trial-result.js";
import type { Setting } from "./trials.js";

/** What a network costs. */
export const costs = ["parameters", "bytes", "latencyMs"] as const;
export type Cost = (typeof costs)[number];

/** A network of a sweep: what it costs, and how well it does on test data. */
export interface FrontierPoint extends Readonly<Record<Cost, number>> {
  readonly network: "teacher" | "baseline" | "student";
  /** Of a student: its setting, with the temperature, alpha and method that do best on validation data. */
  readonly setting: Setting;
  readonly seeds: number;
  readonly accuracy: Spread;
  /** The costs by which it is in the Pareto set: no network does better that costs as much or less. */
  readonly pareto: readonly Cost[];
}

/**
 * The networks of a sweep: its teachers, and of each student's architecture and training the baseline and the student.
 * Of students that differ in what they learn from alone, the one stands for all that does best on validation data; where
 * there is none, on test data.
 */
export function frontier(results: readonly TrialResult[], configurations: readonly Configuration[]): FrontierPoint[] {
  const points = groupBy(configurations, ({ studentKey }) => studentKey).flatMap((alike) => {
    const chosen = best(alike);
    const { setting, parameters, bytes, latencyMs, seeds } = chosen;
    const own = results.filter((result) => result.studentKey === chosen.studentKey);
    const cost = { parameters, bytes, latencyMs, setting, seeds: seeds.length };
    return [
      { ...cost, network: "baseline" as const, accuracy: baselineSpread(own) },
      { ...cost, network: "student" as const, accuracy: chosen.student },
    ];
  });
  const all = [...teachersOf(results), ...points];
  return all.map((point) => ({
    ...point,
    pareto: costs.filter((cost) => !all.some((o) => dominates(o, point, cost))),
  }));
}

/** The configuration of the highest accuracy on validation data, else on test data. */
export const best = (configurations: readonly Configuration[]): Configuration =>
  configurations.reduce((first, one) =>
    (one.validation ?? one.student.mean) > (first.validation ?? first.student.mean) ? one : first,
  );

/** The point on the frontier after which accuracy grows least for what it costs, or undefined for fewer than 3 points.
 * Source: Satopää et al. 2011, "Finding a 'Kneedle' in a Haystack", for a rising concave curve; the cost as a logarithm. */
export function knee(points: readonly FrontierPoint[], cost: Cost = "parameters"): FrontierPoint | undefined {
  const curve = points
    .filter(({ network, pareto }) => network === "student" && pareto.includes(cost))
    .sort((a, b) => a[cost] - b[cost]);
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last || curve.length < 3 || last.accuracy.mean <= first.accuracy.mean) return undefined;
  const place = (point: FrontierPoint): number => {
    const x = Math.log(point[cost] / first[cost]) / Math.log(last[cost] / first[cost]);
    const y = (point.accuracy.mean - first.accuracy.mean) / (last.accuracy.mean - first.accuracy.mean);
    return y - x;
  };
  return curve.reduce((knee, point) => (place(point) > place(knee) ? point : knee));
}

/** The smallest student that keeps within a margin of the teacher. */
export interface Smallest {
  /** The margin, as a share: 0.01 is one point. */
  readonly within: number;
  readonly teacher: number;
  /** undefined if no student keeps to it, or none has two seeds. */
  readonly student?: FrontierPoint;
  /** The lower end of the 95% interval of its accuracy over seeds, by Student's t. */
  readonly low?: number;
}

/**
 * The student of the fewest parameters whose accuracy, with 95% confidence, is at most `within` below the best teacher's:
 * the lower end of its interval over seeds, by Student's t, one-sided, is above that.
 */
export function smallest(points: readonly FrontierPoint[], within: number): Smallest | undefined {
  const teachers = points.filter(({ network }) => network === "teacher");
  if (teachers.length === 0) return undefined;
  const teacher = Math.max(...teachers.map(({ accuracy }) => accuracy.mean));
  const [student] = points
    .filter((point) => point.network === "student" && lowEnd(point) >= teacher - within)
    .sort((a, b) => a.parameters - b.parameters);
  return { within, teacher, ...(student && { student, low: lowEnd(student) }) };
}

/** The lower end of the one-sided 95% interval of a mean over seeds; NaN for one seed. */
const lowEnd = ({ accuracy, seeds }: FrontierPoint): number =>
  seeds < 2 ? NaN : accuracy.mean - (studentQuantile(0.95, seeds - 1) * accuracy.deviation) / Math.sqrt(seeds);

/** True if `other` makes `point` superfluous: as cheap and better, or cheaper and as good. */
const dominates = (other: Omit<FrontierPoint, "pareto">, point: Omit<FrontierPoint, "pareto">, cost: Cost): boolean =>
  other[cost] <= point[cost] &&
  other.accuracy.mean >= point.accuracy.mean &&
  (other[cost] < point[cost] || other.accuracy.mean > point.accuracy.mean);

/** One point for each teacher. */
function teachersOf(results: readonly TrialResult[]): Omit<FrontierPoint, "pareto">[] {
  const taught = results.flatMap(({ metrics }) => metrics.models.teacher ?? []);
  return groupBy(taught, ({ parameters, test }) => `${parameters} ${test.logLoss}`).map(([teacher]) => ({
    network: "teacher",
    setting: {},
    seeds: 1,
    accuracy: spread([teacher!.test.accuracy]),
    ...costOf(teacher!),
  }));
}

const costOf = ({ parameters, bytes, latencyMs }: ModelMetrics): Record<Cost, number> => ({
  parameters,
  bytes,
  latencyMs: latencyMs.p50,
});

/** The accuracy of one student's baselines, one a seed, however many students are held against each. */
const baselineSpread = (results: readonly TrialResult[]): Spread =>
  spread(groupBy(results, ({ seed }) => String(seed)).map(([first]) => first!.metrics.models.baseline.test.accuracy));
