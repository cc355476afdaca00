import fc from "fast-check";
import { expect, test } from "vitest";
import {
  add,
  constant,
  evaluate,
  grad,
  mul,
  reshape,
  slice,
  sum,
  toNested,
  transpose,
  type Nested,
  type Tensor,
  type Value,
} from "../../src/graph/index.js";
import { sizeOf } from "../../src/tensor/index.js";

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
const counting = (shape: readonly number[]): Tensor =>
  constant({ shape, data: Float64Array.from({ length: sizeOf(shape) }, (_, i) => i + 1) });
const value = (tensor: Tensor): Value => evaluate([tensor])[0]!;
const nested = (tensor: Tensor): Nested => toNested(value(tensor));

/** a + b, written as loops over nested arrays: what broadcasting means. */
function addNested(a: Nested, b: Nested, rankA: number, rankB: number): Nested {
  if (rankA === 0 && rankB === 0) return (a as number) + (b as number);
  const listA = rankA >= rankB ? (a as readonly Nested[]) : [a];
  const listB = rankB >= rankA ? (b as readonly Nested[]) : [b];
  const innerA = rankA >= rankB ? rankA - 1 : rankA;
  const innerB = rankB >= rankA ? rankB - 1 : rankB;
  const at = (list: readonly Nested[], i: number) => list[list.length === 1 ? 0 : i]!;
  return Array.from({ length: Math.max(listA.length, listB.length) }, (_, i) =>
    addNested(at(listA, i), at(listB, i), innerA, innerB),
  );
}

/** Two shapes that broadcast: sizes of one are struck out of the other, or made 1. */
const broadcastable = fc
  .tuple(shapes, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), fc.nat(3), fc.boolean())
  .map(([shape, ones, dropped, swap]): [number[], number[]] => {
    const smaller = shape.map((size, i) => (ones[i] ? 1 : size)).slice(Math.min(dropped, shape.length));
    return swap ? [smaller, shape] : [shape, smaller];
  });

test("broadcasting is what loops do", () => {
  fc.assert(
    fc.property(broadcastable, ([a, b]) => {
      const expected = addNested(nested(counting(a)), nested(counting(b)), a.length, b.length);
      expect(nested(add(counting(a), counting(b)))).toEqual(expected);
    }),
  );
});

test("the gradient of what was stretched is the sum over its copies", () => {
  fc.assert(
    fc.property(broadcastable, ([a, b]) => {
      const [x, y] = [counting(a), counting(b)];
      const product = mul(x, y);
      const [dx] = grad(sum(product), [x]);
      expect(value(dx!).shape).toEqual(a);
      // sum(x · dx) counts every product once, as the loss does
      expect(value(sum(mul(x, dx!))).data[0]).toBeCloseTo(value(sum(product)).data[0]!, 6);
    }),
  );
});

test("reshape keeps the numbers in order and comes back", () => {
  fc.assert(
    fc.property(shapes, fc.nat(), (shape, seed) => {
      const x = counting(shape);
      const other = [...shape.slice(seed % shape.length), ...shape.slice(0, seed % shape.length)];
      const moved = reshape(x, other);
      expect(value(moved)).toEqual({ shape: other, data: value(x).data });
      expect(value(reshape(moved, shape))).toEqual(value(x));
      expect(value(reshape(x, [-1])).shape).toEqual([sizeOf(shape)]);
    }),
  );
});

const permuted = shapes.chain((shape) =>
  fc.tuple(
    fc.constant(shape),
    fc.shuffledSubarray(
      shape.map((_, axis) => axis),
      { minLength: shape.length },
    ),
  ),
);

test("a transpose and its inverse are nothing, and its gradient is the inverse", () => {
  fc.assert(
    fc.property(permuted, ([shape, order]) => {
      const x = counting(shape);
      const inverse = order.map((_, axis) => order.indexOf(axis));
      expect(value(transpose(transpose(x, order), inverse))).toEqual(value(x));
      const weights = counting(order.map((axis) => shape[axis]!));
      expect(value(grad(sum(mul(transpose(x, order), weights)), [x])[0]!)).toEqual(value(transpose(weights, inverse)));
    }),
  );
});

const bound = fc.option(fc.integer({ min: -9, max: 9 }), { nil: undefined });
const ranges = fc.record({
  size: fc.integer({ min: 1, max: 7 }),
  begin: bound,
  end: bound,
  step: fc.integer({ min: -3, max: 3 }).filter((step) => step !== 0),
});

/** Python's x[begin:end:step]: the rule itself, one element at a time. */
function pythonSlice(size: number, begin: number | undefined, end: number | undefined, step: number): number[] {
  const place = (i: number) => (i < 0 ? i + size : i);
  const first = begin === undefined ? (step > 0 ? 0 : size - 1) : place(begin);
  const taken: number[] = [];
  const start = step > 0 ? Math.max(first, 0) : Math.min(first, size - 1);
  for (let i = start; i >= 0 && i < size; i += step) {
    if (end !== undefined && (step > 0 ? i >= place(end) : i <= place(end))) break;
    taken.push(i + 1);
  }
  return taken;
}

test("slices take what Python's do, and refuse to take nothing; the gradient marks what was taken", () => {
  fc.assert(
    fc.property(ranges, ({ size, begin, end, step }) => {
      const x = counting([size]);
      const expected = pythonSlice(size, begin, end, step);
      const options = { axis: 0, step, ...(begin !== undefined && { begin }), ...(end !== undefined && { end }) };
      if (expected.length === 0) {
        expect(() => slice(x, options)).toThrow("nothing is left");
        return;
      }
      const part = slice(x, options);
      expect([...value(part).data]).toEqual(expected);
      const marks = Array.from({ length: size }, (_, i) => Number(expected.includes(i + 1)));
      expect([...value(grad(sum(part), [x])[0]!).data]).toEqual(marks);
    }),
    { numRuns: 300 },
  );
});
