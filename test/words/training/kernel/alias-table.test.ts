import fc from "fast-check";
import { expect, test } from "vitest";
import { aliasTable } from "../../../../src/words/training/kernel/alias-table.js";

test("each number is drawn in proportion to its weight", () => {
  const weights = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true })), {
    minLength: 1,
    maxLength: 50,
  });
  fc.assert(
    fc.property(weights, (list) => {
      fc.pre(list.some((weight) => weight > 0));
      const total = list.reduce((sum, weight) => sum + weight, 0);
      const table = aliasTable(Float64Array.from(list));
      const chance = new Float64Array(list.length);
      list.forEach((_, i) => {
        const stays = (table[2 * i]! + 1) / 2 ** 32;
        chance[i]! += stays / list.length;
        chance[table[2 * i + 1]!]! += (1 - stays) / list.length;
      });
      list.forEach((weight, i) => expect(Math.abs(chance[i]! - weight / total)).toBeLessThan(1e-8));
    }),
  );
});
