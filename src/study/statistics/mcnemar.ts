import { gammaln } from "simple-statistics";

/**
 * McNemar's exact test: the two-sided p value of two classifiers being equally good, from the samples that just one of
 * them gets right; by the binomial distribution with p = 1/2.
 * Source: McNemar 1947; the exact form of Fagerland, Lydersen, Laake 2013, doi:10.1186/1471-2288-13-91.
 */
export function mcnemar(onlyFirstRight: number, onlySecondRight: number): number {
  const n = onlyFirstRight + onlySecondRight;
  const least = Math.min(onlyFirstRight, onlySecondRight);
  let tail = 0;
  for (let k = 0; k <= least; k++) {
    tail += Math.exp(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) - n * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}
