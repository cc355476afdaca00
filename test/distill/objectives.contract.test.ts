import { describe, expect, test } from "vitest";
import type { Objective } from "../../src/distill/define-objective.js";
import { evaluateObjective } from "../../src/distill/evaluate-objective.js";
import { planLoss } from "../../src/distill/loss-plan.js";
import { objectiveByName, objectives } from "../../src/distill/objectives.js";
import type { OptionValue } from "../../src/distill/objective-options.js";
import { rampEnd } from "../../src/distill/ramp.js";
import { OptionError, Random } from "../../src/tensor/index.js";

type Logits = readonly (readonly number[])[];

const random = new Random(11);
const logits = (samples: number, classes: number): number[][] =>
  Array.from({ length: samples }, () => Array.from({ length: classes }, () => random.next() * 10 - 5));

/** An objective's value and its gradient with respect to the student's logits, in float64. */
function lossOf(
  { name }: Objective,
  student: Logits,
  teacher: Logits,
  options: Readonly<Record<string, number | string>> = {},
): { value: number; gradient: number[] } {
  const labels = student.map(() => 0);
  const { value, gradients } = evaluateObjective(name, options, {
    student: { logits: student },
    teacher: { logits: teacher },
    labels,
  });
  return { value, gradient: (gradients.student.logits as number[][]).flat() };
}

const ofLogits = objectives.filter(({ needs }) =>
  [...needs.student, ...(needs.teacher ?? [])].every((n) => n === "logits"),
);

describe.each(objectives.map((objective) => [objective.name, objective] as const))("%s", (name, objective) => {
  test("its descriptor says what tools need", () => {
    expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(objectiveByName(name)).toBe(objective);
    expect(objective.paper).toMatch(/^arXiv:\d{4}\.\d{4,5}$/);
    expect(objective.formula).not.toBe("");
    expect(objective.needs.student.length).toBeGreaterThan(0);
    expect(objective.alpha).toBeGreaterThanOrEqual(0);
    expect(objective.alpha).toBeLessThanOrEqual(1);
    expect(objective.weight === "1 - alpha" || rampEnd(objective.weight) > 0).toBe(true);
  });

  test.each(Object.keys(objective.options))("its option %s accepts its default and refuses others", (option) => {
    const plan = (value: OptionValue | undefined) => () => planLoss({ method: [{ name, [option]: value }] });
    expect(plan(objective.options[option]!.default)).not.toThrow();
    for (const wrong of [NaN, Infinity, "nonsense"]) {
      expect(plan(wrong)).toThrow(OptionError);
      expect(plan(wrong)).toThrow(new RegExp(`^${name}\\.${option}: got .*, expected `));
    }
  });
});

describe.each(ofLogits.map((objective) => [objective.name, objective] as const))("%s of logits", (_name, objective) => {
  const [student, teacher] = [logits(4, 6), logits(4, 6)];

  test("is 0 at the teacher, without a gradient, or says that it is not; elsewhere above 0", () => {
    const same = lossOf(objective, teacher, teacher);
    for (const x of objective.zeroAtTeacher === false ? [] : [same.value, ...same.gradient])
      expect(x).toBeCloseTo(0, 12);
    if (objective.zeroAtTeacher === false) expect(same.value).toBeGreaterThan(0.01);
    expect(lossOf(objective, student, teacher).value).toBeGreaterThan(0.01);
  });

  test("is a mean over samples: twice the batch, the same value", () => {
    const once = lossOf(objective, student, teacher);
    const twice = lossOf(objective, [...student, ...student], [...teacher, ...teacher]);
    expect(twice.value).toBeCloseTo(once.value, 10);
  });

  test("its gradient agrees with finite differences", () => {
    const { gradient } = lossOf(objective, student, teacher);
    const moved = (by: number) => student.map((row, i) => row.map((x, c) => (i === 1 && c === 2 ? x + by : x)));
    const [above, below] = [1e-5, -1e-5].map((by) => lossOf(objective, moved(by), teacher).value) as [number, number];
    expect(gradient[1 * 6 + 2]).toBeCloseTo((above - below) / 2e-5, 6);
  });
});

describe("the plan of a loss", () => {
  test("what is left out comes from the descriptors", () => {
    const { alpha, objectives: chosen } = planLoss({ temperature: 7, method: [{ name: "soft-targets" }] });
    expect(alpha).toBe(0.1);
    expect(chosen).toMatchObject([{ weight: 0.9, options: { temperature: 7, reduction: "batch-mean" } }]);
    expect(planLoss({ method: [] })).toMatchObject({ alpha: 1, objectives: [] });
    expect(planLoss({ alpha: 0.3, method: [{ name: "logit-mse", weight: 5 }] })).toMatchObject({
      alpha: 0.3,
      objectives: [{ weight: 5 }],
    });
  });

  test("an objective's own temperature goes before the recipe's", () => {
    const plan = planLoss({ temperature: 7, method: [{ name: "soft-targets", temperature: 2 }] });
    expect(plan.objectives[0]!.options["temperature"]).toBe(2);
  });

  test("unknown names are refused, and the nearest is suggested", () => {
    expect(() => planLoss({ method: [{ name: "soft-target" }] })).toThrow(
      /there is no objective "soft-target"\. Did you mean "?soft-targets"?\?/,
    );
    expect(() => planLoss({ method: [{ name: "soft-targets", temprature: 2 }] })).toThrow(
      /method: soft-targets has no option "temprature"\. Did you mean "?temperature"?\?/,
    );
  });
});
