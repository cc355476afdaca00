import { expect, test } from "vitest";
import { pca } from "../../../src/words/projection/pca.js";
import { expectClose, reference } from "../../reference.js";

interface Case {
  readonly name: string;
  readonly rows: number[][];
  readonly components: number;
  readonly points: number[][];
  readonly explainedVariance: number[];
}

test.each(reference<{ cases: Case[] }>("words/pca.json").cases)("NumPy's components: $name", async (expected) => {
  const { points, explainedVariance } = await pca(expected.rows, expected.components);
  expectClose(points as number[][], expected.points, { of: "points" });
  expectClose([...explainedVariance], expected.explainedVariance, { of: "explained variance" });
});

test("rows that are all the same lie in one place and explain nothing", async () => {
  const { points, explainedVariance } = await pca([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  expect(points.flat().every((x) => x === 0)).toBe(true);
  expect(explainedVariance).toEqual([0, 0]);
});

test("too few rows, and more components than there are, are refused", async () => {
  await expect(pca([[1, 2]])).rejects.toThrow("PCA needs at least two rows, got 1.");
  const rows = [
    [1, 2, 3],
    [3, 2, 1],
  ];
  await expect(pca(rows, 3)).rejects.toThrow("PCA of 2 rows of 3: got 3 components, expected 1 to 2.");
});
