import fc from "fast-check";
import { expect, test } from "vitest";
import { Float32Rows, Int8Rows, type Rows } from "../../../src/words/index.js";
import { scan, squaredLengths } from "../../../src/words/scan/scan.js";
import { Random } from "../../../src/tensor/index.js";

const normals = (seed: number, length: number): Float32Array => {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => random.normal());
};

/** Products in float64, one after another: what the kernel is held against. */
function products(rows: Rows, query: Float32Array): number[] {
  const row = new Float32Array(rows.size);
  return Array.from({ length: rows.length }, (_, i) => {
    rows.copy(i, i + 1, row);
    return row.reduce((sum, x, k) => sum + x * query[k]!, 0);
  });
}

const shapes = fc.record({
  length: fc.integer({ min: 1, max: 40 }),
  size: fc.integer({ min: 1, max: 40 }),
  seed: fc.nat(),
});
const floats = ({ length, size, seed }: { length: number; size: number; seed: number }) =>
  new Float32Rows(normals(seed, length * size), size);

function expectProducts(rows: Rows, queries: readonly Float32Array[], count: number): void {
  const expected = queries.map((query) => products(rows, query).slice(0, count));
  const actual = queries.map((): number[] => []);
  scan(rows, queries, count, (block, first, query) => block.forEach((x, i) => (actual[query]![first + i] = x)));
  expected.forEach((row, query) => {
    expect(actual[query]!.length).toBe(count);
    row.forEach((x, i) =>
      expect(Math.abs(actual[query]![i]! - x)).toBeLessThan(1e-5 * Math.max(1, Math.sqrt(rows.size))),
    );
  });
}

test("products of rows of any size with several queries", () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 1, max: 3 }), (shape, queries) => {
      const rows = floats(shape);
      const given = Array.from({ length: queries }, (_, q) => normals(shape.seed + q, shape.size));
      expectProducts(rows, given, shape.length);
      expectProducts(Int8Rows.from(rows), given, shape.length);
    }),
    { numRuns: 60 },
  );
});

test("more rows than a block holds, and fewer than there are", () => {
  const rows = new Float32Rows(normals(1, 1500 * 101), 101);
  expectProducts(rows, [normals(2, 101), normals(3, 101)], 1499);
  expectProducts(Int8Rows.from(rows), [normals(2, 101)], 1500);
});

test("a row that is larger than a block", () => {
  expectProducts(new Float32Rows(normals(4, 5 * 50_000), 50_000), [normals(5, 50_000)], 5);
});

test("squared lengths", () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const rows = floats(shape);
      const row = new Float32Array(shape.size);
      squaredLengths(rows).forEach((square, i) => {
        rows.copy(i, i + 1, row);
        expect(square).toBeCloseTo(products(new Float32Rows(row, row.length), row)[0]!, 3);
      });
    }),
    { numRuns: 30 },
  );
});

test("int8 rows differ from the numbers by at most half a step", () => {
  const rows = new Float32Rows(normals(6, 50 * 20), 20);
  const small = Int8Rows.from(rows);
  const copy = new Float32Array(50 * 20);
  small.copy(0, 50, copy);
  copy.forEach((x, i) => {
    expect(Math.abs(x - rows.data[i]!)).toBeLessThanOrEqual(0.500001 * small.scales[Math.floor(i / 20)]!);
  });
});
