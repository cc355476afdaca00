import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../../src/tensor/index.js";
import { Float32Rows, KeyedVectors } from "../../../src/words/index.js";
import { RowSearch, type Query } from "../../../src/words/queries/row-search.js";
import { unit } from "../../../src/words/queries/vector.js";

/**
 * The numbers of rows of all lengths. Some are zero; many differ so little from the first one that int8 can hardly tell
 * them from each other.
 */
function rowsLike(seed: number, length: number, size: number): Float32Array {
  const random = new Random(seed);
  const data = new Float32Array(length * size);
  const noise = 10 ** (-3 * random.next());
  for (let row = 0; row < length; row++) {
    const kind = random.next();
    const scale = kind < 0.1 && row > 0 ? 0 : 10 ** Math.round(40 * random.next() - 20);
    for (let i = 0; i < size; i++) {
      const near = data[i]! * (scale / (Math.abs(data[0]!) || 1)) * (1 + noise * random.normal());
      data[row * size + i] = kind > 0.5 && row > 0 ? near : scale * random.normal();
    }
  }
  return data;
}

const withFilter = { filterAfter: 0, filterFrom: 1 };
const without = { filterAfter: Infinity };

/** Asks with a filter and without one. */
function bothAnswers(data: Float32Array, size: number, queries: readonly Query[], count: number, topn: number) {
  const rows = new Float32Rows(data, size);
  const words = Array.from({ length: rows.length }, (_, i) => `${i}`);
  const { norms } = new KeyedVectors({ words, vectors: rows, size });
  return [withFilter, without].map((options) =>
    new RowSearch(rows, norms, options).nearest(queries, count, topn).map((top) => top.answer((i) => words[i]!)),
  );
}

test("with a filter the answers are the same to the bit", () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 0, max: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (seed, length, size, topn, share) => {
        const data = rowsLike(seed, length, size);
        const asked = Math.floor(share * (length - 1));
        const zero = { direction: new Float32Array(size), excluded: new Set<number>() };
        const query = {
          direction: unit(data.subarray(asked * size, (asked + 1) * size)),
          excluded: new Set([asked, 0]),
        };
        const [filtered, plain] = bothAnswers(data, size, [query, zero], 1 + asked, topn);
        expect(filtered).toEqual(plain);
      },
    ),
    { numRuns: 150 },
  );
});

test("rows are not left out where all that int8 lost of them lies in the direction that is asked for", () => {
  for (let seed = 0; seed < 60; seed++) {
    const size = 2 + (seed % 3);
    const random = new Random(seed);
    const data = Float32Array.from({ length: 4500 * size }, () => 1 - 0.02 * random.next());
    const query = { direction: unit(data.subarray(0, size)), excluded: new Set([0]) };
    const [filtered, plain] = bothAnswers(data, size, [query], 4500, 1 + (seed % 4));
    expect(filtered).toEqual(plain);
  }
});

test("rows of more than one chunk, and a size beyond which a product of whole int16 numbers would not fit", () => {
  const [many, large] = [rowsLike(1, 9001, 17), rowsLike(2, 200, 5000)];
  const queryOf = (data: Float32Array, size: number): Query => ({
    direction: unit(data.subarray(3 * size, 4 * size)),
    excluded: new Set([3]),
  });
  const [filtered, plain] = bothAnswers(many, 17, [queryOf(many, 17)], 9001, 10);
  expect(filtered).toEqual(plain);
  const ones = new Float32Array(200 * 5000).fill(1);
  for (const data of [large, ones]) {
    const [filtered, plain] = bothAnswers(data, 5000, [queryOf(data, 5000)], 200, 10);
    expect(filtered).toEqual(plain);
  }
});

test("a filter is made once it is worth its while, and answers as before", () => {
  const size = 32;
  const data = rowsLike(5, 1000, size);
  const words = Array.from({ length: 1000 }, (_, i) => `${i}`);
  const { norms } = new KeyedVectors({ words, vectors: data, size });
  const search = new RowSearch(new Float32Rows(data, size), norms, { filterAfter: 2, filterFrom: 1 });
  const query = { direction: unit(data.subarray(0, size)), excluded: new Set([0]) };
  const ask = () => search.nearest([query], 1000, 5)[0]!.answer((i) => `${i}`);
  const first = ask();
  expect([search.isFiltered, ask(), search.isFiltered, ask(), search.isFiltered]).toEqual([
    false,
    first,
    false,
    first,
    true,
  ]);
});
