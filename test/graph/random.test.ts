import { expect, test } from "vitest";
import { constant, evaluate, randomMask, randomUniform, sum, type RandomKey } from "../../src/graph/index.js";

const rows = 128;
const columns = 300;
const like = constant({ shape: [rows, columns], data: new Float64Array(rows * columns) });
const key = (seed: number, step: number, node: number): RandomKey => ({
  seed: constant(seed, "uint32"),
  step: constant(step, "uint32"),
  node,
});
const uniform = (seed: number, step: number, node: number): Float64Array =>
  evaluate([randomUniform(like, key(seed, step, node))])[0]!.data;

const mean = (numbers: Float64Array) => numbers.reduce((total, x) => total + x, 0) / numbers.length;
/** Of numbers that are uniform in [0, 1): 1 if equal, 0 if independent, with a deviation of 1 / √count. */
function correlation(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i]! - 0.5) * (b[i]! - 0.5);
  return (12 * total) / a.length;
}
const limit = 4.5 / Math.sqrt(rows * columns); // of 4.5 deviations

const draws = Array.from({ length: 8 }, (_, i) => uniform(42, i, 0));

test("mean, variance and the shares of 64 equal parts are those of uniform numbers", () => {
  for (const numbers of draws) {
    expect(Math.abs(mean(numbers) - 0.5) * Math.sqrt(12)).toBeLessThan(limit);
    const variance = mean(numbers.map((x) => (x - 0.5) ** 2));
    expect(Math.abs(variance * 12 - 1)).toBeLessThan(limit);
    const counts = new Float64Array(64);
    for (const x of numbers) counts[Math.floor(x * 64)]! += 1;
    const expected = numbers.length / 64;
    const chiSquare = counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeGreaterThan(26); // 63 degrees of freedom: 1e-5 of either tail
    expect(chiSquare).toBeLessThan(119);
  }
});

test.each([
  ["the next column", 1],
  ["two columns on", 2],
  ["the next row", columns],
  ["the next row and column", columns + 1],
  ["eight rows on", 8 * columns],
])("numbers do not correlate with those at %s", (_, lag) => {
  for (const numbers of draws) {
    expect(Math.abs(correlation(numbers.subarray(lag), numbers.subarray(0, -lag)))).toBeLessThan(limit);
  }
});

test("neighbouring steps, nodes and seeds do not correlate", () => {
  const [first] = draws;
  const others = [...draws.slice(1), uniform(42, 0, 1), uniform(42, 0, 2), uniform(43, 0, 0), uniform(42, 65536, 0)];
  for (const other of others) expect(Math.abs(correlation(first!, other))).toBeLessThan(limit);
});

test("four neighbouring bits in a square take all 16 patterns equally often", () => {
  const counts = new Float64Array(16);
  for (const numbers of draws) {
    for (let row = 0; row < rows - 1; row += 2) {
      for (let column = 0; column < columns - 1; column += 2) {
        const i = row * columns + column;
        const bit = (at: number) => Number(numbers[at]! < 0.5);
        counts[bit(i) + 2 * bit(i + 1) + 4 * bit(i + columns) + 8 * bit(i + columns + 1)]! += 1;
      }
    }
  }
  const expected = counts.reduce((total, count) => total + count, 0) / 16;
  const chiSquare = counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
  expect(chiSquare).toBeLessThan(48); // 15 degrees of freedom: 2e-5
});

test.each([0.1, 0.5, 0.8, 0.99])("a mask keeps a share of %d, within every row and column", (keep) => {
  const mask = evaluate([randomMask(like, keep, key(7, 3, 1))])[0]!.data;
  const deviation = (count: number) => 5 * Math.sqrt((keep * (1 - keep)) / count);
  expect(Math.abs(mean(mask) - keep)).toBeLessThan(deviation(mask.length));
  for (let row = 0; row < rows; row++) {
    expect(Math.abs(mean(mask.subarray(row * columns, (row + 1) * columns)) - keep)).toBeLessThan(deviation(columns));
  }
  for (let column = 0; column < columns; column++) {
    const along = mask.filter((_, i) => i % columns === column);
    expect(Math.abs(mean(along) - keep)).toBeLessThan(deviation(rows));
  }
});

test("a keep of 1 keeps everything", () => {
  expect(evaluate([sum(randomMask(like, 1, key(7, 3, 1)))])[0]!.data[0]).toBe(rows * columns);
});

test("equal keys give equal numbers", () => expect(uniform(42, 3, 0)).toEqual(draws[3]));

test("seed and step must be uint32 scalars", () => {
  const wrong = { seed: constant(1), step: constant(1, "uint32"), node: 0 };
  expect(() => randomUniform(like, wrong)).toThrow(/the seed is float32 of rank 0, expected a uint32 scalar/);
});
