import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { valueFrom, type Nested } from "../src/graph/index.js";

/**
 * What a script beside it made in another library: `reference("nn/layers.json")`, named from test/reference.
 * The type is what the caller says: the files are our own.
 */
export const reference = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`reference/${path}`, import.meta.url), "utf8")) as T;

/** Numbers with a shape, or nested as JSON holds them. */
type Numbers = Nested | { readonly shape: readonly number[]; readonly data: ArrayLike<number | bigint> };

/**
 * Fails unless the shapes are equal and each number is: |actual - expected| <= tolerance * max(1, |expected|).
 * @param tolerance default 1e-5
 */
export function expectClose(actual: Numbers, expected: Numbers, { tolerance = 1e-5, of = "" } = {}): void {
  const [a, e] = [plain(actual), plain(expected)];
  expect(a.shape, `shape ${of}`).toEqual(e.shape);
  e.data.forEach((number, i) => {
    const error = Math.abs(a.data[i]! - number) / Math.max(1, Math.abs(number));
    if (!(error <= tolerance)) expect.fail(`${of}[${i}] is ${a.data[i]}, expected ${number} within ${tolerance}.`);
  });
}

function plain(numbers: Numbers): { shape: number[]; data: number[] } {
  const { shape, data } = typeof numbers === "object" && "data" in numbers ? numbers : valueFrom(numbers);
  return { shape: [...shape], data: Array.from(data, Number) };
}
