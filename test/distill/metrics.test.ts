import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  agreement,
  classificationMetrics,
  confusionMatrix,
  predictions,
  reliabilityBins,
  softmaxRow,
} from "../../src/distill/metrics.js";
import { DataError, OptionError, ShapeError } from "../../src/tensor/errors.js";

interface Case {
  readonly name: string;
  readonly classes: number;
  readonly logits: number[];
  readonly labels: number[];
  readonly metrics: Record<"accuracy" | "errors" | "macroF1" | "logLoss" | "ece", number>;
  readonly confusion: number[][];
  readonly bins: { count: number; confidence: number; accuracy: number }[];
  readonly temperature: number;
  readonly softened: number[];
}
interface Reference {
  readonly cases: Case[];
  readonly agreement: { classes: number; a: number[]; b: number[]; value: number };
}

// Made by metrics.py beside it: scikit-learn, SciPy and NumPy in float64.
const reference = JSON.parse(
  readFileSync(new URL("../reference/distill/metrics.json", import.meta.url), "utf8"),
) as Reference;
const close = (actual: number, expected: number): void =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));

describe.each(reference.cases)("$name", ({ classes, metrics, confusion, bins, temperature, softened, ...given }) => {
  const logits = Float32Array.from(given.logits);
  const labels = Int32Array.from(given.labels);

  test("figures are scikit-learn's", () => {
    const ours = classificationMetrics(logits, labels, classes);
    expect(Object.keys(ours).sort()).toEqual(Object.keys(metrics).sort());
    expect(ours.errors).toBe(metrics.errors);
    close(ours.accuracy, metrics.accuracy);
    close(ours.macroF1, metrics.macroF1);
    close(ours.logLoss, metrics.logLoss);
    close(ours.ece, metrics.ece);
  });

  test("confusion matrix is scikit-learn's", () => {
    expect(confusionMatrix(logits, labels, classes)).toEqual(confusion);
  });

  test("reliability bins are NumPy's", () => {
    const ours = reliabilityBins(logits, labels, classes);
    expect(ours.map((bin) => bin.count)).toEqual(bins.map((bin) => bin.count));
    ours.forEach((bin, i) => {
      close(bin.confidence, bins[i]!.confidence);
      close(bin.accuracy, bins[i]!.accuracy);
    });
  });

  test("the first row, softened, is SciPy's", () => {
    softmaxRow(logits.subarray(0, classes), temperature).forEach((p, k) => close(p, softened[k]!));
  });
});

test("agreement is NumPy's", () => {
  const { a, b, classes, value } = reference.agreement;
  close(agreement(Float32Array.from(a), Float32Array.from(b), classes), value);
});

test("ties name the first class", () => {
  expect([...predictions(Float32Array.of(1, 1, 0, 0, 2, 2), 3)]).toEqual([0, 1]);
});

test("a masked class (-Infinity) has probability 0 and costs an infinite loss where it is the label", () => {
  const logits = Float32Array.of(0, -Infinity);
  expect([...softmaxRow(logits)]).toEqual([1, 0]);
  expect(classificationMetrics(logits, Int32Array.of(1), 2).logLoss).toBe(Infinity);
});

describe("bad input", () => {
  const two = Float32Array.of(1, 2, 3, 4);
  test("a size that does not fit names both shapes", () => {
    expect(() => classificationMetrics(two, Int32Array.of(0), 3)).toThrow(ShapeError);
    expect(() => classificationMetrics(two, Int32Array.of(0), 3)).toThrow(/4 logits .* \[1, 3\]/);
    expect(() => agreement(two, Float32Array.of(1, 2), 2)).toThrow(ShapeError);
    expect(() => predictions(two, 3)).toThrow(ShapeError);
  });
  test("a label outside of the classes names the sample", () => {
    expect(() => confusionMatrix(two, Int32Array.of(0, 2), 2)).toThrow(/label 2 of sample 1/);
    expect(() => confusionMatrix(two, Int32Array.of(-1, 0), 2)).toThrow(DataError);
  });
  test("a NaN or infinite logit names sample and class", () => {
    expect(() => classificationMetrics(Float32Array.of(1, 2, NaN, 4), Int32Array.of(0, 1), 2)).toThrow(
      /NaN \(sample 1, class 0\)/,
    );
    expect(() => classificationMetrics(Float32Array.of(1, Infinity), Int32Array.of(0), 2)).toThrow(/Infinity/);
  });
  test("a row without any possible class names the sample", () => {
    const logits = Float32Array.of(0, 1, -Infinity, -Infinity);
    expect(() => reliabilityBins(logits, Int32Array.of(0, 1), 2)).toThrow(/sample 1 is -Infinity/);
  });
  test("no samples, no bins, no temperature", () => {
    expect(() => classificationMetrics(new Float32Array(), new Int32Array(), 2)).toThrow(DataError);
    expect(() => agreement(new Float32Array(), new Float32Array(), 2)).toThrow(DataError);
    expect(() => reliabilityBins(two, Int32Array.of(0, 1), 2, 0)).toThrow(OptionError);
    expect(() => softmaxRow(two, 0)).toThrow(OptionError);
  });
});
