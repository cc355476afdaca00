import { mean, quantileSorted } from "simple-statistics";
import type { Random } from "../../tensor/index.js";

/**
 * The bootstrap interval of a mean: between quantiles of the means of samples drawn from the values with replacement.
 * Of few values it is too narrow, as no resample leaves their range: say beside it how many there were.
 * Source: Efron 1979, "Bootstrap methods: another look at the jackknife", doi:10.1214/aos/1176344552.
 * @param values    NaN comes back for fewer than two
 * @param level     default 0.95
 * @param resamples default 9999
 */
export function bootstrapInterval(
  values: readonly number[],
  { random, level = 0.95, resamples = 9999 }: { random: Random; level?: number; resamples?: number },
): readonly [low: number, high: number] {
  if (values.length < 2) return [NaN, NaN];
  const draw = (): number => values[random.integer(values.length)]!;
  const means = Array.from({ length: resamples }, () => mean(values.map(draw))).sort((a, b) => a - b);
  return [quantileSorted(means, (1 - level) / 2), quantileSorted(means, (1 + level) / 2)];
}
