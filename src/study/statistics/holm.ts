/**
 * p values corrected for many comparisons, so that the chance of any false finding among them stays as stated.
 * NaN, where there was no test, is not counted.
 * Source: Holm 1979, "A simple sequentially rejective multiple test procedure".
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.flatMap((p, i) => (Number.isNaN(p) ? [] : [i])).sort((a, b) => ps[a]! - ps[b]!);
  const corrected = ps.map(() => NaN);
  let least = 0;
  order.forEach((i, rank) => {
    least = Math.max(least, Math.min(1, (order.length - rank) * ps[i]!));
    corrected[i] = least;
  });
  return corrected;
}
