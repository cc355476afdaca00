import { expect, test } from "vitest";
import {
  bootstrapInterval,
  holm,
  mcnemar,
  pairedTest,
  studentCumulative,
  studentQuantile,
} from "../../../src/study/statistics/index.js";
import { Random } from "../../../src/tensor/index.js";
import { reference } from "../../nn/numbers.js";

type Numbers = readonly number[];
const numbers = reference<{
  readonly cumulative: readonly { t: number; freedom: number; p: number }[];
  readonly quantile: readonly { p: number; freedom: number; t: number }[];
  readonly paired: readonly {
    first: Numbers;
    second: Numbers;
    mean: number;
    deviation: number;
    interval: Numbers;
    p: number;
    effect: number;
  }[];
  readonly mcnemar: readonly { b: number; c: number; p: number }[];
  readonly bootstrap: readonly { values: Numbers; interval: Numbers }[];
  readonly holm: readonly { ps: Numbers; corrected: Numbers }[];
}>("study/statistics.json");

const near = (value: number, expected: number): void => {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 + 1e-8 * Math.abs(expected));
};

test.each(numbers.cumulative)("Student's t below $t with $freedom degrees of freedom", ({ t, freedom, p }) => {
  expect(Math.abs(studentCumulative(t, freedom) - p)).toBeLessThan(1e-12 + 1e-9 * p);
});

test.each(numbers.quantile)("quantile $p with $freedom degrees of freedom", ({ p, freedom, t }) => {
  near(studentQuantile(p, freedom), t);
});

test.each(numbers.paired)("paired test of $first.length pairs", ({ first, second, interval, ...figures }) => {
  const found = pairedTest(first, second);
  for (const [name, value] of Object.entries(figures)) near(found[name as "mean"], value);
  near(found.interval[0], interval[0]!);
  near(found.interval[1], interval[1]!);
});

test("one pair says nothing of chance, equal pairs say that there is no difference", () => {
  expect(pairedTest([1], [0.5])).toEqual({
    pairs: 1,
    mean: 0.5,
    deviation: NaN,
    interval: [NaN, NaN],
    p: NaN,
    effect: NaN,
  });
  expect(pairedTest([1, 2], [1, 2])).toMatchObject({ mean: 0, p: 1, effect: 0, interval: [0, 0] });
  expect(() => pairedTest([1], [1, 2])).toThrow("A paired test needs pairs: got 1 and 2 values.");
  expect(() => pairedTest([], [])).toThrow("needs pairs");
});

test.each(numbers.mcnemar)("McNemar's test of $b against $c", ({ b, c, p }) => near(mcnemar(b, c), p));

test.each(numbers.bootstrap)("bootstrap of $values.length values", ({ values, interval }) => {
  const range = Math.max(...values) - Math.min(...values);
  const found = bootstrapInterval(values, { random: new Random(1) });
  expect(Math.abs(found[0] - interval[0]!)).toBeLessThan(0.02 * range);
  expect(Math.abs(found[1] - interval[1]!)).toBeLessThan(0.02 * range);
  expect(bootstrapInterval(values, { random: new Random(1) })).toEqual(found);
});

test.each(numbers.holm)("Holm's correction of $ps", ({ ps, corrected }) => {
  holm(ps).forEach((p, i) => near(p, corrected[i]!));
});

test("what was not tested is not counted", () => {
  expect(holm([NaN, 0.02, NaN])).toEqual([NaN, 0.02, NaN]);
});
