import { describe, expect, test } from "vitest";
import { defineObjective } from "../../src/distill/define-objective.js";
import { evaluateObjective } from "../../src/distill/evaluate-objective.js";
import { planLoss } from "../../src/distill/loss-plan.js";
import { softmaxRow } from "../../src/distill/metrics.js";
import { positive } from "../../src/distill/objective-options.js";
import { abs, mean, mul, sub } from "../../src/graph/index.js";
import { Random } from "../../src/tensor/index.js";

type Logits = readonly (readonly number[])[];

const random = new Random(12);
const logits = (samples: number, classes: number): number[][] =>
  Array.from({ length: samples }, () => Array.from({ length: classes }, () => random.next() * 10 - 5));

/** An objective's value and its gradient with respect to the student's logits, in float64. */
function lossOf(
  name: string,
  student: Logits,
  teacher: Logits,
  options: Readonly<Record<string, number | string>> = {},
  labels = student.map((_, i) => i % student[0]!.length),
): { value: number; gradient: number[] } {
  const inputs = { student: { logits: student }, teacher: { logits: teacher }, labels };
  const { value, gradients } = evaluateObjective(name, options, inputs);
  return { value, gradient: (gradients.student.logits as number[][]).flat() };
}

describe("soft targets", () => {
  const [student, teacher] = [logits(3, 5), logits(3, 5)];
  const shift = (rows: Logits, by: readonly number[]) => rows.map((row, i) => row.map((x) => x + by[i]!));

  test("a constant added to a sample's logits changes nothing", () => {
    const before = lossOf("soft-targets", student, teacher);
    const after = lossOf("soft-targets", shift(student, [7, -3, 100]), shift(teacher, [-20, 0, 4]));
    expect(after.value).toBeCloseTo(before.value, 10);
    after.gradient.forEach((slope, i) => {
      expect(slope).toBeCloseTo(before.gradient[i]!, 10);
    });
  });

  test("T to infinity: the gradient becomes that of logits with their means taken off, over the classes", () => {
    // Hinton, Vinyals, Dean 2015, equations 2 to 4, times T².
    const { gradient } = lossOf("soft-targets", student, teacher, { temperature: 1e5 });
    const mean = (row: readonly number[]) => row.reduce((sum, x) => sum + x, 0) / row.length;
    const expected = student.flatMap((row, i) =>
      row.map((s, c) => (s - mean(row) - (teacher[i]![c]! - mean(teacher[i]!))) / (5 * 3)),
    );
    gradient.forEach((slope, i) => {
      expect(slope).toBeCloseTo(expected[i]!, 3);
    });
  });

  test.each([0, -1, NaN, Infinity])("a temperature of %s is refused", (temperature) => {
    expect(() => planLoss({ temperature, method: [{ name: "soft-targets" }] })).toThrow(
      /^soft-targets\.temperature: got .*, expected a number greater than 0\.$/,
    );
  });
});

test("DKD with alpha = 1 and beta = 1 - p_y of the teacher is soft targets", () => {
  const [student, teacher] = [logits(1, 6), logits(1, 6)];
  for (const temperature of [1, 4]) {
    const beta = 1 - softmaxRow(teacher[0]!, temperature)[2]!;
    const decoupled = lossOf("dkd", student, teacher, { alpha: 1, beta, temperature }, [2]);
    const soft = lossOf("soft-targets", student, teacher, { temperature });
    expect(decoupled.value).toBeCloseTo(soft.value, 10);
    decoupled.gradient.forEach((slope, i) => {
      expect(slope).toBeCloseTo(soft.gradient[i]!, 10);
    });
  }
});

test.each(["logit-standardization", "soft-targets", "dkd", "dist", "nkd"])(
  "%s of standardised logits does not change when each row is moved and stretched",
  (name) => {
    const [student, teacher] = [logits(3, 5), logits(3, 5)];
    const moved = (rows: Logits) => rows.map((row, i) => row.map((z) => (i + 0.5) * z - 3 * i + 1));
    for (const how of ["paper", "code"]) {
      const options = { [name === "logit-standardization" ? "divisor" : "standardize"]: how };
      const before = lossOf(name, student, teacher, options).value;
      expect(lossOf(name, moved(student), moved(teacher), options).value).toBeCloseTo(before, 10);
    }
  },
);

test("DIST is 0 where the student's probabilities are the teacher's, moved and stretched within each sample", () => {
  const teacher = logits(4, 5).map((row) => [...softmaxRow(row)]);
  const student = teacher.map((row) => row.map((p) => Math.log(0.4 * p + 0.6 / 5)));
  const asLogits = teacher.map((row) => row.map(Math.log));
  expect(lossOf("dist", student, asLogits, { gamma: 0 }).value).toBeCloseTo(0, 12);
  expect(lossOf("dist", student, asLogits, { beta: 0 }).value).toBeCloseTo(0, 12);
});

test("the learned temperature climbs the loss: its gradient has the other sign, times the strength of the reversal", () => {
  const inputs = { student: { logits: logits(3, 4) }, teacher: { logits: logits(3, 4) } };
  const at = (theta: number, reversal: number) =>
    evaluateObjective("learned-temperature", { reversal }, { ...inputs, helpers: { "temperature.theta": [theta] } });
  const slope = (at(0.5 + 1e-5, 1).value - at(0.5 - 1e-5, 1).value) / 2e-5;
  const gradient = (reversal: number) => (at(0.5, reversal).gradients.helpers["temperature.theta"] as number[])[0]!;
  expect(gradient(1)).toBeCloseTo(-slope, 6);
  expect(gradient(0.25)).toBeCloseTo(-slope / 4, 6);
});

test("an objective of one's own is evaluated as those of the catalogue", () => {
  const own = defineObjective({
    name: "mean-distance",
    family: "response",
    paper: "none",
    formula: "a · mean |s - t|",
    needs: { student: ["logits"], teacher: ["logits"] },
    options: { a: positive({ default: 2 }) },
    weight: 1,
    alpha: 0,
    loss: ({ student, teacher }, { a }) => mul(a, mean(abs(sub(student.logits, teacher.logits)))),
  });
  const inputs = { student: { logits: [[1, 4]] }, teacher: { logits: [[2, 2]] } };
  expect(evaluateObjective(own, {}, inputs)).toMatchObject({
    value: 3,
    gradients: { student: { logits: [[-1, 1]] } },
  });
});

describe("what is missing or wrong is named", () => {
  const one = { logits: [[1, 2, 3]] };
  test.each([
    ["dkd", {}, { student: one, teacher: one }, /^evaluateObjective: dkd needs labels\. Give labels/],
    ["dkd", {}, { student: one, labels: [0] }, /^evaluateObjective: dkd needs the teacher's logits\./],
    ["dist", {}, { student: one, teacher: one }, /^dist needs at least 2 samples in a batch, got 1\.$/],
    ["dkd", { bta: 1 }, {}, /dkd has no option "bta"\. Did you mean "beta"\?/],
    ["dkd", { beta: -1 }, {}, /^dkd\.beta: got -1, expected a number of 0 or more\.$/],
    ["dkd", { taps: "x" }, {}, /dkd compares no inner tensors, so it takes no taps/],
    ["learned-temperature", {}, { student: one, teacher: one, helpers: { theta: [1] } }, /no helper parameter "theta"/],
    ["soft-targets", {}, { student: { logits: [[1, 2], [3]] }, teacher: one }, /student logits is ragged/],
  ] as const)("%s %o", (name, options, inputs, message) => {
    expect(() => evaluateObjective(name, options, inputs)).toThrow(message);
  });
});

test("a label's logit counts however large the logits are", () => {
  const huge = [[2000, 0, -2000]];
  const { value, gradient } = lossOf("dkd", huge, [[1000, 500, -2000]], { temperature: 1 }, [0]);
  expect([value, ...gradient].every(Number.isFinite)).toBe(true);
});
