import { expect, test } from "vitest";
import { metricsTable } from "../../src/cli/metrics-table.js";
import type { Metrics, ModelMetrics } from "../../src/run/index.js";

const model = (errors: number, parameters: number): ModelMetrics => ({
  parameters,
  bytes: 4 * parameters,
  test: { accuracy: 1 - errors / 10_000, errors, macroF1: 0.9, logLoss: 0.0412, ece: 0.0031 },
  best: { epoch: 10 },
  last: { epoch: 12 },
  latencyMs: { p50: 0.25, p95: 0.5 },
});
const shown = (baseline: number, student: number): string[] => {
  const metrics: Metrics = {
    format: 1,
    recipe: "mnist",
    seed: 0,
    data: { train: 55_000, validation: 5_000, test: 10_000 },
    models: { teacher: model(111, 2000), baseline: model(baseline, 300), student: model(student, 300) },
    agreement: 0.988,
    retention: 0.997,
    paired: { onlyStudentRight: 60, onlyBaselineRight: 20 },
    seconds: { total: 190 },
  };
  return metricsTable(metrics, (_style, text) => text).split("\n");
};

test("the figures of a run, and what distilling gained", () => {
  expect(shown(184, 141)).toEqual([
    "          parameters  bytes  accuracy  errors  log loss     ece  ms (p50)",
    "teacher         2000   8000  98.89%       111    0.0412  0.0031      0.25",
    "baseline         300   1200  98.16%       184    0.0412  0.0031      0.25",
    "student          300   1200  98.59%       141    0.0412  0.0031      0.25",
    "",
    "The student makes 43 errors fewer than its baseline (23.37%).",
    "Student and teacher agree on 98.80%; the student keeps 99.70% of the teacher's accuracy.",
    "Time: 3:10",
  ]);
});

test.each([
  [100, 101, "The student makes 1 error more than its baseline (1.00%)."],
  [100, 100, "The student makes as many errors as its baseline: 100."],
  [0, 2, "The student makes 2 errors more than its baseline."],
])("baseline %d, student %d", (baseline, student, line) => expect(shown(baseline, student)).toContain(line));
