import { describe, expect, test } from "vitest";
import { planLoss } from "../../src/distill/combined-loss.js";
import type { Objective } from "../../src/distill/define-objective.js";
import { objectiveByName, objectives } from "../../src/distill/objectives.js";
import { constant, evaluate, grad, input, type Tensor, type Value, valueFrom } from "../../src/graph/index.js";
import { OptionError, Random } from "../../src/tensor/index.js";

type Logits = readonly (readonly number[])[];

const random = new Random(11);
const logits = (samples: number, classes: number): number[][] =>
  Array.from({ length: samples }, () => Array.from({ length: classes }, () => random.next() * 10 - 5));

/** An objective's value and its gradient with respect to the student's logits, in float64. */
function lossOf(
  objective: Objective,
  student: Logits,
  teacher: Logits,
  options: Readonly<Record<string, number | string>> = {},
): { value: number; gradient: number[] } {
  const shape = [student.length, student[0]!.length];
  const [s, t] = [input("student", shape), input("teacher", shape)];
  const labels = input("labels", [shape[0]!], "int32");
  const complete = Object.entries(objective.options).map(([name, { default: value }]) => [
    name,
    options[name] ?? value,
  ]);
  const tensors = Object.fromEntries(
    complete.map(([name, value]) => [name, typeof value === "number" ? constant(value) : value]),
  ) as never;
  const network = (tensor: Tensor) => ({ logits: tensor, taps: {} });
  const loss = objective.loss({ student: network(s), teacher: network(t), labels }, tensors);
  const feeds = new Map<Tensor, Value>([
    [s, valueFrom(student as number[][])],
    [t, valueFrom(teacher as number[][])],
    [labels, valueFrom(student.map(() => 0))],
  ]);
  const [value, gradient] = evaluate([loss, ...grad(loss, [s])], feeds);
  return { value: value!.data[0]!, gradient: [...gradient!.data] };
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
    expect(objective.weight === "1 - alpha" || objective.weight > 0).toBe(true);
  });

  test.each(Object.keys(objective.options))("its option %s accepts its default and refuses others", (option) => {
    const plan = (value: number | string | undefined) => () => planLoss({ method: [{ name, [option]: value }] });
    expect(plan(objective.options[option]!.default)).not.toThrow();
    for (const wrong of [NaN, Infinity, "nonsense"]) {
      expect(plan(wrong)).toThrow(OptionError);
      expect(plan(wrong)).toThrow(new RegExp(`^${name}\\.${option}: got .*, expected `));
    }
  });
});

describe.each(ofLogits.map((objective) => [objective.name, objective] as const))("%s of logits", (_name, objective) => {
  const [student, teacher] = [logits(4, 6), logits(4, 6)];

  test("is 0 with no gradient where the student is the teacher, and above 0 elsewhere", () => {
    const same = lossOf(objective, teacher, teacher);
    expect(same.value).toBeCloseTo(0, 12);
    for (const slope of same.gradient) expect(slope).toBeCloseTo(0, 12);
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

describe("soft targets", () => {
  const soft = objectiveByName("soft-targets");
  const [student, teacher] = [logits(3, 5), logits(3, 5)];
  const shift = (rows: Logits, by: readonly number[]) => rows.map((row, i) => row.map((x) => x + by[i]!));

  test("a constant added to a sample's logits changes nothing", () => {
    const before = lossOf(soft, student, teacher);
    const after = lossOf(soft, shift(student, [7, -3, 100]), shift(teacher, [-20, 0, 4]));
    expect(after.value).toBeCloseTo(before.value, 10);
    after.gradient.forEach((slope, i) => {
      expect(slope).toBeCloseTo(before.gradient[i]!, 10);
    });
  });

  test("T to infinity: the gradient becomes that of logits with their means taken off, over the classes", () => {
    // Hinton, Vinyals, Dean 2015, equations 2 to 4, times T².
    const { gradient } = lossOf(soft, student, teacher, { temperature: 1e5 });
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
      /method soft-targets: there is no option temprature\. Did you mean "?temperature"?\?/,
    );
  });
});
