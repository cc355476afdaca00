import { sampleStandardDeviation } from "simple-statistics";

/** The sample deviation, divided by n - 1; NaN for fewer than two values. */
export const deviation = (values: readonly number[]): number =>
  values.length < 2 ? NaN : sampleStandardDeviation([...values]);
