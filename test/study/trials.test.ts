import { expect, test } from "vitest";
import { betterThird, halvingRounds } from "../../src/study/halving.js";
import { chooseSettings, gridPoint, gridSize, trialId } from "../../src/study/trials.js";
import { Random } from "../../src/tensor/index.js";

const axes = [
  { path: "temperature", values: ["1", "4"] },
  { path: "alpha", values: ["0", "0.5", "1"] },
];

test("a grid holds every combination once, the last axis changing fastest", () => {
  expect(gridSize(axes)).toBe(6);
  expect(
    chooseSettings(axes, undefined, new Random(0)).map(({ temperature, alpha }) => `${temperature} ${alpha}`),
  ).toEqual(["1 0", "1 0.5", "1 1", "4 0", "4 0.5", "4 1"]);
  expect(Object.keys(gridPoint(axes, 5))).toEqual(["temperature", "alpha"]);
});

test("without axes there is one setting: the recipe itself", () => {
  expect(chooseSettings([], undefined, new Random(0))).toEqual([{}]);
});

test("points drawn at random differ, and are the same for the same seed", () => {
  const draw = (seed: number) => chooseSettings(axes, 3, new Random(seed)).map((setting) => trialId(setting, 0));
  expect(new Set(draw(1)).size).toBe(3);
  expect(draw(1)).toEqual(draw(1));
  expect([1, 2, 3, 4, 5].some((seed) => draw(seed).join() !== draw(6).join())).toBe(true);
  expect(draw(1).every((id) => chooseSettings(axes, 99, new Random(0)).some((s) => trialId(s, 0) === id))).toBe(true);
});

test("a grid of any size can be drawn from", () => {
  const huge = Array.from({ length: 12 }, (_, i) => ({ path: `a${i}`, values: ["1", "2", "3", "4", "5", "6"] }));
  expect(chooseSettings(huge, 4, new Random(0))).toHaveLength(4);
});

test("the name of a trial is that of its folder", () => {
  expect(trialId({ temperature: "4", "student.hidden": "[30,30]" }, 2)).toBe(
    "temperature=4,student.hidden=[30,30],seed=2",
  );
  expect(trialId({ method: '{"name":"dkd"}' }, 0)).toMatch(/^method=[\w.,=[\]%-]+,seed=0$/);
  expect(trialId({ a: "x/y" }, 0)).not.toBe(trialId({ a: "x y" }, 0));
  const long = trialId({ a: "x".repeat(300) }, 0);
  expect(long.length).toBeLessThan(150);
  expect(long).not.toBe(trialId({ a: "x".repeat(300) }, 1));
});

test.each([
  [12, 27, [1, 4, 12]],
  [12, 4, [1, 4, 12]],
  [12, 1, [12]],
  [1, 9, [1]],
  [81, 1000, [1, 3, 9, 27, 81]],
])("rounds of %d epochs for %d settings", (epochs, settings, rounds) => {
  expect(halvingRounds(epochs, settings)).toEqual(rounds);
});

test("the better third, best first; what failed is worst", () => {
  const scores = [0.1, 0.9, NaN, 0.5, 0.7];
  expect(betterThird([0, 1, 2, 3, 4], (i) => scores[i]!)).toEqual([1, 4]);
  expect(betterThird([2], () => NaN)).toEqual([2]);
});
