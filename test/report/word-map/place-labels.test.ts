import fc from "fast-check";
import { expect, test } from "vitest";
import { placeLabels } from "../../../src/report/word-map/place-labels.js";

const height = 10;
const position = fc.double({ min: -200, max: 400, noNaN: true });
const labels = fc.array(fc.record({ x: position, y: position, width: fc.double({ min: 1, max: 90, noNaN: true }) }), {
  minLength: 1,
  maxLength: 60,
});

test("no label covers another, and one that is left out would cover an earlier one", () => {
  fc.assert(
    fc.property(labels, (all) => {
      const apart = (i: number, j: number): boolean => {
        const [a, b] = [all[i]!, all[j]!];
        return a.x > b.x + b.width || b.x > a.x + a.width || Math.abs(a.y - b.y) >= height;
      };
      const order = all.map((_, i) => all.length - 1 - i);
      const shown = placeLabels(
        all.map(({ x }) => x),
        all.map(({ y }) => y),
        all.map(({ width }) => width),
        height,
        order,
      );
      order.forEach((i, rank) => {
        const before = order.slice(0, rank).filter((j) => shown[j]);
        expect(shown[i]).toBe(before.every((j) => apart(i, j)));
      });
    }),
  );
});

test("what is not in the order is not shown", () => {
  expect(placeLabels([0, 100], [0, 0], [5, 5], height, [1])).toEqual([false, true]);
});
