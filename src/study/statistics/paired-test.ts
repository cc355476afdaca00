import { mean } from "simple-statistics";
import { OptionError } from "../../tensor/index.js";
import { deviation } from "./deviation.js";
import { studentInterval } from "./student-interval.js";
import { studentCumulative } from "./student-t.js";

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
  const spread = deviation(differences);
  return {
    pairs,
    mean: centre,
    deviation: spread,
    interval: studentInterval(differences),
    p: pValue(centre, spread / Math.sqrt(pairs), pairs - 1),
    effect: centre === 0 && pairs > 1 ? 0 : centre / spread,
  };
}

/** That a mean is as far from 0 as this by chance; `error` is its standard error. */
function pValue(mean: number, error: number, freedom: number): number {
  if (freedom === 0) return NaN;
  return mean === 0 ? 1 : 2 * studentCumulative(-Math.abs(mean / error), freedom);
}
