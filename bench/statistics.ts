export const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** The sample deviation, divided by n - 1. */
export function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1));
}

/** The 97.5% quantile of Student's t with 1, 2, … degrees of freedom. */
const quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** The 95% confidence interval of a mean, by Student's t; of at most ten values. */
export function studentInterval(values: readonly number[]): [low: number, high: number] {
  const half = ((quantiles[values.length - 2] ?? NaN) * deviation(values)) / Math.sqrt(values.length);
  return [mean(values) - half, mean(values) + half];
}
