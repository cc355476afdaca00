import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  classCounts,
  fingerprint,
  loadSplits,
  stratifiedDraw,
  subset,
  withoutClasses,
  type Dataset,
  type DataSpec,
} from "../../src/data/index.js";
import { DataError, OptionError, Random, ShapeError } from "../../src/tensor/index.js";
import { folderOf } from "./scratch.js";

/** A table whose one feature is the sample's own number, with so many samples of each class, classes mixed. */
function table(counts: readonly number[]): string {
  const labels = counts.flatMap((count, label) => Array<number>(count).fill(label));
  const order = new Random(5).permutation(labels.length);
  return `x,label\n${[...order].map((i, row) => `${row},${labels[i]}`).join("\n")}\n`;
}

const load = async (counts: readonly number[], spec: Partial<DataSpec> = {}, seed = 1) =>
  loadSplits({ train: "a.csv", ...spec }, { baseDir: await folderOf({ "a.csv": table(counts) }), seed });

const numbers = (dataset: Dataset): number[] => [...dataset.inputs];

test("without test data a fifth is held out, then a tenth for validation, class by class", async () => {
  const { train, validation, test } = await load([100, 50, 150]);
  expect([...classCounts(test)]).toEqual([20, 10, 30]);
  expect([...classCounts(validation)]).toEqual([8, 4, 12]);
  expect([...classCounts(train)]).toEqual([72, 36, 108]);
  const whole = [train, validation, test].flatMap(numbers).sort((a, b) => a - b);
  expect(whole).toEqual(Array.from({ length: 300 }, (_, i) => i));
});

test("the seed alone chooses: the same gives the same, another gives others", async () => {
  const prints = async (seed: number) => Object.values(await load([40, 60], { limit: 30 }, seed)).map(fingerprint);
  expect(await prints(3)).toEqual(await prints(3));
  const [one, other] = [await prints(3), await prints(4)];
  for (const [i, print] of one.entries()) expect(other[i]).not.toBe(print);
});

test("a limit keeps validation and test data whole, and at least one sample of each class", async () => {
  const [free, tight] = [await load([2, 300, 100]), await load([2, 300, 100], { limit: 5 })];
  expect(fingerprint(tight.test)).toBe(fingerprint(free.test));
  expect(fingerprint(tight.validation)).toBe(fingerprint(free.validation));
  expect(tight.train.labels.length).toBe(5);
  expect([...classCounts(tight.train)].every((count) => count > 0)).toBe(true);
  expect(numbers(free.train)).toEqual(expect.arrayContaining(numbers(tight.train)));
  expect(fingerprint((await load([2, 300, 100], { limit: 1e6 })).train)).toBe(fingerprint(free.train));
});

test("a stratified draw is a partition, exact in number, near each class's share", () => {
  const counts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (perClass, fraction, seed) => {
      const labels = Int32Array.from(perClass.flatMap((count, label) => Array<number>(count).fill(label)));
      const classes = perClass.map(String);
      const most = labels.length - classes.length;
      const count = Math.round(fraction * most);
      const { drawn, rest } = stratifiedDraw({ labels, classes }, count, { drawn: 0, left: 1 }, new Random(seed));
      expect(drawn.length).toBe(count);
      expect([...drawn, ...rest].sort((a, b) => a - b)).toEqual([...labels.keys()]);
      expect([...drawn]).toEqual([...drawn].sort((a, b) => a - b));
      const left = new Set(Array.from(rest, (i) => labels[i]));
      expect(left.size).toBe(classes.length);
      // Far from the bounds, a class gives its share, rounded down or up.
      if (fraction < 0.5 && Math.min(...perClass) > 4) {
        perClass.forEach((size, label) => {
          const taken = drawn.filter((i) => labels[i] === label).length;
          expect(Math.abs(taken - (count * size) / labels.length)).toBeLessThan(1);
        });
      }
    }),
  );
});

test("what is left after rounding down goes to the largest remainders", () => {
  const classes = ["a", "b", "c"];
  const labels = Int32Array.from({ length: 100 }, (_, i) => (i < 49 ? 0 : i < 74 ? 1 : 2));
  const { drawn } = stratifiedDraw({ labels, classes }, 10, { drawn: 0, left: 0 }, new Random(1));
  const counts = classes.map((_, label) => drawn.filter((i) => labels[i] === label).length);
  expect(counts).toEqual([5, 2, 3]); // shares 4.9, 2.5 and 2.6
});

describe("refused:", () => {
  test.each<{
    what: string;
    counts: readonly number[];
    spec?: Partial<DataSpec>;
    kind: typeof DataError;
    message: RegExp;
  }>([
    { what: "one class", counts: [9], kind: DataError, message: /all samples are of one class \(0\)/ },
    {
      what: "an empty class",
      counts: [9, 9],
      spec: { classes: ["0", "1", "2"] },
      kind: DataError,
      message: /data\.train: no training sample of class 2\./,
    },
    {
      what: "a class named twice",
      counts: [9, 9],
      spec: { classes: ["0", "1", "0"] },
      kind: OptionError,
      message: /data\.classes names "0" twice/,
    },
    {
      what: "a negative validation",
      counts: [9, 9],
      spec: { validation: -1 },
      kind: OptionError,
      message: /data\.validation: got -1, expected a fraction/,
    },
    {
      what: "a broken count",
      counts: [9, 9],
      spec: { validation: 2.5 },
      kind: OptionError,
      message: /data\.validation: got 2\.5/,
    },
    {
      what: "more than there is",
      counts: [9, 9],
      spec: { validation: 14 },
      kind: OptionError,
      message: /data\.validation: got 14, .* the 14 samples/,
    },
    {
      what: "all but one",
      counts: [9, 9],
      spec: { validation: 13 },
      kind: OptionError,
      message: /data\.validation: cannot draw 13 .* choose 0 to 12/,
    },
    {
      what: "a limit below the classes",
      counts: [9, 9],
      spec: { limit: 1 },
      kind: OptionError,
      message: /data\.limit: cannot draw 1 .* choose 2 to/,
    },
    {
      what: "a limit of nothing",
      counts: [9, 9],
      spec: { limit: 0 },
      kind: OptionError,
      message: /data\.limit: got 0/,
    },
  ])("$what", async ({ counts, spec, kind, message }) => {
    await expect(load(counts, spec)).rejects.toThrow(kind);
    await expect(load(counts, spec)).rejects.toThrow(message);
  });
});

describe("withoutClasses", () => {
  test("drops the samples, keeps the classes and the order", async () => {
    const { train } = await load([20, 20, 20], { validation: 0 });
    const transfer = withoutClasses(train, ["1"]);
    expect(transfer.classes).toEqual(["0", "1", "2"]);
    const kept = numbers(train).filter((_, i) => train.labels[i] !== 1);
    expect(numbers(transfer)).toEqual(kept);
    expect([...classCounts(transfer)].map((count) => count > 0)).toEqual([true, false, true]);
  });

  test("refuses classes that are not there, and leaving nothing", async () => {
    const { train } = await load([20, 20]);
    expect(() => withoutClasses(train, ["three"])).toThrow(/no class "three"\. Known: 0, 1\./);
    expect(() => withoutClasses(train, ["0", "1"])).toThrow(OptionError);
  });
});

test("a subset of what is not there is refused", async () => {
  const { train } = await load([20, 20]);
  expect(() => subset(train, [0, 99])).toThrow(ShapeError);
  expect(() => subset(train, [-1])).toThrow(/no sample -1/);
});

test("a fingerprint changes with every input, label and class", async () => {
  const { train } = await load([20, 20]);
  const changed: Dataset[] = [
    { ...train, inputs: train.inputs.map((x, i) => (i === 7 ? x + 1 : x)) },
    { ...train, labels: train.labels.map((label, i) => (i === 7 ? 1 - label : label)) },
    { ...train, classes: ["0", "one"] },
    { ...train, inputs: new Uint8Array(train.inputs) },
  ];
  const prints = [train, ...changed].map(fingerprint);
  expect(new Set(prints).size).toBe(5);
  expect(fingerprint({ ...train, inputs: train.inputs.slice() })).toBe(prints[0]);
});
