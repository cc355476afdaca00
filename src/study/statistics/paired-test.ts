import { mean, sampleStandardDeviation } from "simple-statistics";
import { OptionError } from "../../tensor/index.js";
import { studentCumulative, studentQuantile } from "./student-t.js";

/** What pairs of values, as of student and baseline with the same seed, say about their difference. */
export interface PairedTest {
  readonly pairs: number;
  /** Mean of first - second. */
  readonly mean: number;
  /** Sample deviation of the differences, divided by n - 1; NaN for one pair. */
  readonly deviation: number;
  /** The 95% confidence interval of the mean difference, by Student's t; NaN for one pair. */
  readonly interval: readonly [low: number, high: number];
  /** Two-sided p value of the paired t test; 1 where all differences are 0, NaN for one pair. */
  readonly p: number;
  /** Cohen's d of paired values: mean / deviation. */
  readonly effect: number;
}

/**
 * The paired t test (Student 1908) and the effect size d_z (Cohen 1988).
 * @throws OptionError if there is no pair, or the lists differ in length
 */
export function pairedTest(first: readonly number[], second: readonly number[]): PairedTest {
  if (first.length !== second.length || first.length === 0) {
    throw new OptionError(`A paired test needs pairs: got ${first.length} and ${second.length} values.`);
  }
  const differences = first.map((value, i) => value - second[i]!);
  const pairs = differences.length;
  const centre = mean(differences);
  if (pairs === 1) {
    return { pairs, mean: centre, deviation: NaN, interval: [NaN, NaN], p: NaN, effect: NaN };
  }
  const deviation = sampleStandardDeviation(differences);
  const error = deviation / Math.sqrt(pairs);
  const half = error * studentQuantile(0.975, pairs - 1);
  const p = centre === 0 ? 1 : 2 * studentCumulative(-Math.abs(centre / error), pairs - 1);
  const effect = centre === 0 ? 0 : centre / deviation;
  return { pairs, mean: centre, deviation, interval: [centre - half, centre + half], p, effect };
}
