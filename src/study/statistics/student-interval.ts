import { mean } from "simple-statistics";
import { deviation } from "./deviation.js";
import { studentQuantile } from "./student-t.js";

/** The 95% confidence interval of a mean, by Student's t; NaN for fewer than two values. */
export function studentInterval(values: readonly number[]): readonly [low: number, high: number] {
  if (values.length < 2) return [NaN, NaN];
  const centre = mean([...values]);
  const half = (studentQuantile(0.975, values.length - 1) * deviation(values)) / Math.sqrt(values.length);
  return [centre - half, centre + half];
}
