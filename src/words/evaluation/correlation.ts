import { DataError } from "../../tensor/index.js";

export interface Correlation {
  /** From -1 to 1. */
  readonly correlation: number;
  /** How likely one so far from 0 is if the two have nothing to do with each other, two-sided, by Student's t. */
  readonly pValue: number;
}

/**
 * Pearson's correlation of two lists of numbers: how near they are to lying on a line.
 * @throws DataError of fewer than two pairs, or where all numbers of a list are equal
 */
export function pearson(x: readonly number[], y: readonly number[]): Correlation {
  const [a, b] = [centred(x), centred(y)];
  const scale = Math.sqrt(product(a, a) * product(b, b));
  if (x.length < 2 || !(scale > 0))
    throw new DataError(`There is no correlation of ${x.length} pairs${x.length < 2 ? "" : " that are all equal"}.`);
  const correlation = Math.max(-1, Math.min(1, product(a, b) / scale));
  return { correlation, pValue: pValue(correlation, x.length) };
}

/** Spearman's correlation: Pearson's of the ranks, where equal numbers share the mean of theirs. */
export const spearman = (x: readonly number[], y: readonly number[]): Correlation => pearson(ranks(x), ranks(y));

/** The place of each number in ascending order, from 1; equal numbers share the mean of theirs. */
export function ranks(numbers: readonly number[]): number[] {
  const order = numbers.map((_, i) => i).sort((a, b) => numbers[a]! - numbers[b]!);
  const result = new Array<number>(numbers.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && numbers[order[to]!] === numbers[order[from]!]) to++;
    for (let i = from; i < to; i++) result[order[i]!] = (from + 1 + to) / 2;
    from = to;
  }
  return result;
}

function centred(numbers: readonly number[]): number[] {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return numbers.map((x) => x - mean);
}

const product = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** With n - 2 degrees of freedom, t² = r² (n - 2) / (1 - r²): the tails hold I(1 - r²; (n - 2) / 2, 1/2). */
const pValue = (r: number, n: number): number => (n === 2 ? 1 : incompleteBeta(1 - r * r, (n - 2) / 2, 0.5));

/**
 * The regularized incomplete beta function I(x; a, b), by its continued fraction, which converges fast below the mean.
 * Source: NIST Digital Library of Mathematical Functions, 8.17.4 and 8.17.22.
 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const factor = Math.exp(
    a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(a),
  );
  // The terms d(m) of 1 / (1 + d(1) / (1 + d(2) / ...)), from the last to the first.
  let fraction = 1;
  for (let m = 300; m >= 1; m--) {
    const k = Math.floor(m / 2);
    const even = (k * (b - k) * x) / ((a + m - 1) * (a + m));
    const odd = (-(a + k) * (a + b + k) * x) / ((a + m - 1) * (a + m));
    fraction = 1 + (m % 2 === 0 ? even : odd) / fraction;
  }
  return factor / fraction;
}

/** log Γ(x), by Stirling's series after steps up to where it is exact (DLMF 5.11.1). */
function logGamma(x: number): number {
  let shift = 0;
  for (; x < 12; x++) shift -= Math.log(x);
  const inverse = 1 / (x * x);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / x;
  return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
