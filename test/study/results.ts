import type { Metrics } from "../../src/run/index.js";
import type { TrialResult } from "../../src/study/trial-result.js";

/** A network's figures with so many errors of 10,000. */
const network = (errors: number, parameters: number) => ({
  parameters,
  bytes: 4 * parameters,
  test: { accuracy: 1 - errors / 10_000, errors, macroF1: 0.9, logLoss: errors / 5000, ece: 0.01 },
  best: { epoch: 3, validationAccuracy: 1 - errors / 9000 },
  last: { epoch: 3 },
  latencyMs: { p50: parameters / 1e5, p95: parameters / 5e4 },
});

export interface Given {
  readonly student: number;
  readonly baseline: number;
  readonly seed?: number;
  readonly parameters?: number;
  readonly temperature?: string;
}

/** A trial whose networks make the given numbers of errors; students of as many parameters are alike. */
export function result({ student, baseline, seed = 0, parameters = 1000, temperature = "4" }: Given): TrialResult {
  const metrics: Metrics = {
    format: 1,
    recipe: "mnist",
    seed,
    data: { train: 1000, validation: 100, test: 10_000 },
    models: {
      teacher: network(100, 100_000),
      baseline: network(baseline, parameters),
      student: network(student, parameters),
    },
    agreement: 0.9,
    retention: (1 - student / 10_000) / 0.99,
    paired: { onlyStudentRight: 80, onlyBaselineRight: 80 + student - baseline },
    seconds: { teacher: 90, baseline: 10, student: 12, total: 112 },
  };
  const setting = { temperature, "student.hidden": String(parameters) };
  return { id: `${temperature},${parameters},${seed}`, setting, seed, studentKey: String(parameters), metrics };
}

/** Trials with the errors of student and baseline for each seed. */
export const over = (pairs: readonly (readonly [student: number, baseline: number])[], given: Partial<Given> = {}) =>
  pairs.map(([student, baseline], seed) => result({ student, baseline, seed, ...given }));
