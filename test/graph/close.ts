import { expect } from "vitest";
import type { Value } from "../../src/graph/index.js";

/** Fails unless the shapes are equal and no number differs by more than `tolerance` times the largest (at least 1). */
export function expectClose(actual: Value, expected: Value, tolerance: number, what = "value"): void {
  expect(actual.shape, `shape of the ${what}`).toEqual(expected.shape);
  const scale = expected.data.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1);
  expected.data.forEach((number, i) => {
    const distance = Math.abs(actual.data[i]! - number);
    if (!(distance <= tolerance * scale || Object.is(actual.data[i], number))) {
      expect.fail(`${what}: number ${i} is ${actual.data[i]}, expected ${number} within ${tolerance * scale}`);
    }
  });
}
