import { expect, test } from "vitest";
import { softTargetFacts } from "../../src/distill/soft-target-facts.js";

const at = (facts: ReturnType<typeof softTargetFacts>, temperature: number) =>
  facts.find((one) => one.temperature === temperature)!;

test("of known probabilities: 0.7, 0.2, 0.1", () => {
  const logits = Float32Array.from([0.2, 0.7, 0.1], Math.log);
  const { entropy, top, runnerUp } = at(softTargetFacts(logits, 3), 1);
  expect(entropy).toBeCloseTo(0.801819, 5); // -Σ p ln p
  expect(top).toBeCloseTo(0.7, 6);
  expect(runnerUp).toBeCloseTo(0.2 / 0.3, 6);
});

test("at T = 2 probabilities are as their square roots", () => {
  const logits = Float32Array.from([0.64, 0.32, 0.04], Math.log);
  const { top, runnerUp } = at(softTargetFacts(logits, 3), 2);
  const [a, b, c] = [0.8, Math.sqrt(0.32), 0.2];
  expect(top).toBeCloseTo(a! / (a! + b! + c!), 6);
  expect(runnerUp).toBeCloseTo(b! / (b! + c!), 6);
});

test("means over samples; a sure answer has no entropy, level ones have the most", () => {
  const sure = softTargetFacts(Float32Array.of(1000, 0, 0), 3);
  expect(at(sure, 1)).toEqual({ temperature: 1, entropy: 0, top: 1, runnerUp: 1 });
  const level = at(softTargetFacts(Float32Array.of(0, 0, 0, 5, 5, 5), 3), 4);
  expect(level.entropy).toBeCloseTo(Math.log(3), 9);
  expect(level.runnerUp).toBeCloseTo(0.5, 9);
  const both = at(softTargetFacts(Float32Array.of(0, 0, 1000, 0), 2), 1);
  expect(both.top).toBeCloseTo(0.75, 6);
});
