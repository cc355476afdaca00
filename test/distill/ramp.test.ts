import { describe, expect, test } from "vitest";
import { checkOption, positive } from "../../src/distill/objective-options.js";
import { planLoss } from "../../src/distill/loss-plan.js";
import { rampAt, rampText, type Ramp } from "../../src/distill/ramp.js";
import { OptionError } from "../../src/tensor/index.js";

const at = (ramp: Ramp, ...epochs: number[]) => epochs.map((epoch) => rampAt(ramp, { epoch, epochs: 10 }));

test("a ramp goes from one value to another, and stays there", () => {
  expect(at({ from: 1, to: 3, epochs: 4 }, 0, 1, 4, 9)).toEqual([1, 1.5, 3, 3]);
  expect(at({ from: 0, to: 1 }, 0, 5, 10)).toEqual([0, 0.5, 1]);
  expect(at({ from: 8, to: 2, share: 0.5 }, 0, 2.5, 5)).toEqual([8, 5, 2]);
});

test("its shape says how it rises", () => {
  const cosine = at({ from: 0, to: 2, epochs: 4, shape: "cosine" }, 0, 1, 2, 4);
  [0, 1 - Math.SQRT1_2, 1, 2].forEach((value, i) => {
    expect(cosine[i]).toBeCloseTo(value, 12);
  });
  const sigmoid = at({ from: 0, to: 1, epochs: 4, shape: "sigmoid" }, 0, 2, 4);
  expect(sigmoid[0]).toBeCloseTo(Math.exp(-5), 12);
  expect(sigmoid[1]).toBeCloseTo(Math.exp(-1.25), 12);
  expect(sigmoid[2]).toBe(1);
});

test("in words", () => {
  expect(rampText(3)).toBe("3");
  expect(rampText({ from: 0, to: 1, epochs: 5 })).toBe("0 to 1 over 5 epochs");
  expect(rampText({ from: 0, to: 1, share: 1 / 12 })).toBe("0 to 1 over 8.3% of training");
});

describe("refused", () => {
  test.each([
    { from: 1, to: 0 },
    { from: 1, to: 2, epochs: 0 },
    { from: 1, to: 2, share: 2 },
    { from: 1, to: 2, epochs: 1, share: 0.5 },
    { from: 1, to: 2, shape: "square" },
    { from: 1 },
    { from: 1, to: 2, epoch: 3 },
  ])("%o", (ramp) => {
    expect(() => {
      checkOption("x.temperature", positive({ default: 1 }), ramp);
    }).toThrow(OptionError);
  });
});

test("weights that are all 0 leave nothing to learn, a ramp from 0 does", () => {
  const plan = (weight: number | Ramp) => () => planLoss({ alpha: 0, method: [{ name: "dkd", weight }] });
  expect(plan(0)).toThrow(/alpha and the weights of dkd are all 0, so there is nothing to learn/);
  expect(plan({ from: 0, to: 1 })).not.toThrow();
});

test("what alpha leaves over follows a ramp of alpha", () => {
  const plan = planLoss({ alpha: { from: 0.1, to: 0.9, epochs: 3 }, method: [{ name: "soft-targets" }] });
  expect(plan.objectives[0]!.weight).toEqual({ from: 0.9, to: 0.1, epochs: 3 });
});
