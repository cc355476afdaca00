import { describe, expect, test } from "vitest";
import { evaluateObjective } from "../../src/distill/evaluate-objective.js";
import type { GivenInputs, GivenTensors } from "../../src/distill/given-inputs.js";
import { planLoss } from "../../src/distill/loss-plan.js";
import type { OptionValue } from "../../src/distill/objective-options.js";
import { objectiveByName, objectives } from "../../src/distill/objectives.js";
import { rampEnd } from "../../src/distill/ramp.js";
import { toNested, valueFrom, type Nested } from "../../src/graph/index.js";
import { OptionError } from "../../src/tensor/index.js";
import { flatten, reordered, sampleInputs, smallOptions } from "./sample-inputs.js";

describe.each(objectives.map((objective) => [objective.name, objective] as const))("%s", (name, objective) => {
  test("its descriptor says what tools need", () => {
    expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(objectiveByName(name)).toBe(objective);
    expect(objective.paper).toMatch(/^arXiv:\d{4}\.\d{4,5}$|, [A-Z][A-Za-z]+ \d{4}$/);
    expect(objective.formula).not.toBe("");
    expect(objective.needs.student.length).toBeGreaterThan(0);
    expect(objective.alpha).toBeGreaterThanOrEqual(0);
    expect(objective.alpha).toBeLessThanOrEqual(1);
    expect(objective.weight === "1 - alpha" || rampEnd(objective.weight) > 0).toBe(true);
    const { student, teacher = student, taps } = objective.needs;
    for (const of of [student, teacher]) expect(of.includes("taps")).toBe(taps !== undefined);
    expect(objective.needs.helpers !== undefined).toBe(objective.helpers !== undefined);
    expect(objective.needs.memory !== undefined).toBe(objective.memory !== undefined);
  });

  test.each(Object.keys(objective.options))("its option %s accepts its default and refuses others", (option) => {
    const plan = (value: OptionValue | undefined) => () => planLoss({ method: [{ name, [option]: value }] });
    expect(plan(objective.options[option]!.default)).not.toThrow();
    for (const wrong of [NaN, Infinity, "nonsense"]) {
      expect(plan(wrong)).toThrow(OptionError);
      expect(plan(wrong)).toThrow(new RegExp(`^${name}\\.${option}: got .*, expected `));
    }
  });

  const small = smallOptions[name] ?? {};
  const given = sampleInputs(objective);
  const valueOf = (inputs: GivenInputs) => evaluateObjective(name, small, inputs).value;

  test("is 0 at the teacher, without a gradient, or says that it is not; elsewhere it is not 0", () => {
    const { student, teacher, peers, ...rest } = sampleInputs(objective, { alike: true });
    const { value, gradients } = evaluateObjective(name, small, {
      ...rest,
      student: student!,
      ...(teacher && { teacher: Array.isArray(teacher) ? teacher.map(() => student!) : student! }),
      ...(peers && { peers: peers.map(() => student!) }),
    });
    if (objective.zeroAtTeacher === false) expect(Math.abs(value)).toBeGreaterThan(1e-3);
    else for (const x of [value, ...flatten(gradients.student)]) expect(x).toBeCloseTo(0, 7);
    expect(Math.abs(valueOf(given))).toBeGreaterThan(1e-3);
  });

  test("the order of the samples does not matter", () => {
    expect(valueOf(reordered(given, [2, 0, 3, 1]))).toBeCloseTo(valueOf(given), 9);
  });

  // Of KDCL's target, which is held fixed, the student is a part: a difference sees it move.
  test.each(name === "kdcl" ? [] : ["its"])("%s gradients agree with finite differences", () => {
    const { gradients } = evaluateObjective(name, small, given);
    const learning = objective.needs.peers === "learning" ? given.peers! : [];
    const asked = [
      ...tensorsOf(given.student!, gradients.student, (student) => ({ ...given, student })),
      ...learning.flatMap((peer, i) =>
        tensorsOf(peer, gradients.peers[i]!, (moved) => ({ ...given, peers: given.peers!.with(i, moved) })),
      ),
    ];
    for (const { nested, gradient, inputs } of asked) {
      const { data } = valueFrom(nested);
      for (const place of [0, Math.floor(data.length / 2), data.length - 1]) {
        const at = (by: number) => valueOf(inputs(moved(nested, place, by)));
        const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
        expect(Math.abs(valueFrom(gradient).data[place]! - slope)).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)));
      }
    }
  });
});

/** A network's tensors, each with its gradient, and the inputs in which another stands in its place. */
function tensorsOf(network: GivenTensors, gradient: GivenTensors, inputs: (network: GivenTensors) => GivenInputs) {
  const logits = network.logits === undefined ? [] : [["logits", network.logits, gradient.logits!] as const];
  const taps = Object.entries(network.taps ?? {}).map(([name, tap]) => [name, tap, gradient.taps![name]!] as const);
  return [
    ...logits.map(([, nested, slope]) => ({
      nested,
      gradient: slope,
      inputs: (other: Nested) => inputs({ ...network, logits: other }),
    })),
    ...taps.map(([name, nested, slope]) => ({
      nested,
      gradient: slope,
      inputs: (other: Nested) => inputs({ ...network, taps: { ...network.taps, [name]: other } }),
    })),
  ];
}

/** The same numbers, one of them moved. */
function moved(nested: Nested, place: number, by: number): Nested {
  const { shape, data } = valueFrom(nested);
  return toNested({ shape, data: data.map((x, i) => (i === place ? x + by : x)) });
}

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
