import { expect, test } from "vitest";
import { makeSchedule, type ScheduleOptions } from "../../src/optim/index.js";
import { reference } from "../nn/numbers.js";

interface Case {
  readonly name: string;
  readonly schedule: string;
  readonly learningRate: number;
  readonly options: Record<string, number> & { readonly milestones?: readonly number[] };
  readonly rates: readonly number[];
}
const cases = reference<{ cases: readonly Case[] }>("optim/schedules.json").cases;

/** PyTorch's schedule as one of ours, where an epoch has ten steps. */
function ours({ schedule, learningRate, options }: Case): ScheduleOptions {
  const epochs = (steps: number | undefined) => steps! / 10;
  switch (schedule) {
    case "constant":
    case "warm-up":
      return { name: "constant", warmup: epochs(options["warmUp"] ?? 0) };
    case "step": {
      const milestones = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => epochs(i * options["every"]!));
      return { name: "step", factor: options["factor"]!, milestones };
    }
    case "milestones":
      return { name: "step", factor: options["factor"]!, milestones: options.milestones!.map(epochs) };
    case "one-cycle":
      return {
        name: "one-cycle",
        rise: options["rise"]!,
        startFactor: 1 / options["startFactor"]!,
        endFactor: 1 / options["startFactor"]! / options["endFactor"]!,
      };
    default: {
      const warmup = epochs(options["warmUp"] ?? 0);
      return { name: "cosine", floor: options["minimum"]! / learningRate, warmup };
    }
  }
}

test.each(cases)("$name: PyTorch's learning rates", (given) => {
  const schedule = makeSchedule(ours(given));
  const totalSteps = given.options["steps"] ?? given.rates.length;
  const first = given.options["warmUp"] ?? 0; // PyTorch's warm-up starts elsewhere, see below
  given.rates.slice(first).forEach((rate, i) => {
    const factor = schedule({ step: first + i, totalSteps, stepsPerEpoch: 10 });
    expect(factor * given.learningRate, `step ${first + i}`).toBeCloseTo(rate, 7);
  });
});

test("a warm-up rises in a line and neither begins at 0 nor repeats the peak", () => {
  const schedule = makeSchedule({ name: "cosine", warmup: 0.4 });
  const rates = [0, 1, 2, 3, 4].map((step) => schedule({ step, totalSteps: 100, stepsPerEpoch: 10 }));
  [0.2, 0.4, 0.6, 0.8, 1].forEach((expected, step) => expect(rates[step]).toBeCloseTo(expected, 12));
});

test("milestones are epochs from the start of training, warm-up or not", () => {
  const schedule = makeSchedule({ name: "step", milestones: [2], warmup: 1 });
  expect([19, 20].map((step) => schedule({ step, totalSteps: 50, stepsPerEpoch: 10 }))).toEqual([1, 0.1]);
});

test("one step, and a warm-up longer than the training, give numbers", () => {
  for (const name of ["constant", "cosine", "one-cycle"] as const) {
    const factor = makeSchedule({ name })({ step: 0, totalSteps: 1, stepsPerEpoch: 1 });
    expect(factor).toBeGreaterThan(0);
    expect(factor).toBeLessThanOrEqual(1);
  }
  const long = makeSchedule({ name: "cosine", warmup: 9 });
  expect(long({ step: 4, totalSteps: 5, stepsPerEpoch: 1 })).toBeCloseTo(5 / 6, 12);
});

test("an unknown schedule is refused with the nearest name", () => {
  expect(() => makeSchedule({ name: "cosin" as "cosine" })).toThrow(/no schedule "cosin".*"cosine"/);
});
