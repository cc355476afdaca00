import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { valueFrom, type Nested } from "../../src/graph/index.js";

/** Numbers made elsewhere: a file of test/reference. */
export const reference = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../reference/${path}`, import.meta.url), "utf8")) as T;

export const floats = (nested: Nested): Float32Array => Float32Array.from(valueFrom(nested).data);

/** The largest difference, relative to the number where that is above 1, is at most the tolerance. */
export function expectClose(actual: ArrayLike<number>, expected: Nested, tolerance = 1e-5, what = ""): void {
  const wanted = valueFrom(expected).data;
  expect(actual.length, `${what}: how many numbers`).toBe(wanted.length);
  let worst = 0;
  wanted.forEach((number, i) => {
    const difference = Math.abs(actual[i]! - number) / Math.max(1, Math.abs(number));
    worst = difference <= worst ? worst : difference; // keeps NaN
  });
  expect(worst, `${what}: the largest difference`).toBeLessThanOrEqual(tolerance);
}
