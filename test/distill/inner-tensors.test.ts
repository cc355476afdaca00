import { describe, expect, test } from "vitest";
import { arrowInputs } from "../../src/distill/arrow-inputs.js";
import { evaluateObjective } from "../../src/distill/evaluate-objective.js";
import { objectiveByName } from "../../src/distill/objectives.js";
import { resolveObjective } from "../../src/distill/resolve-objective.js";
import {
  ancestors,
  constant,
  grad,
  input,
  toNested,
  valueFrom,
  type Nested,
  type Tensor,
} from "../../src/graph/index.js";
import { trainingPass } from "../../src/nn/index.js";
import { Random, sizeOf } from "../../src/tensor/index.js";
import { noise } from "./sample-inputs.js";

type Options = Readonly<Record<string, number | string>>;

const valueOf = (name: string, student: Nested, teacher: Nested, options: Options = {}): number =>
  evaluateObjective(name, options, { student: { taps: { x: student } }, teacher: { taps: { x: teacher } } }).value;

/** What does not change a value: moves of the student's and of the teacher's tensor. */
const changed = (nested: Nested, f: (x: number, sample: number, place: number) => number): Nested => {
  const { shape, data } = valueFrom(nested);
  const size = sizeOf(shape.slice(1));
  return toNested({ shape, data: data.map((x, i) => f(x, Math.floor(i / size), i % size)) });
};
const stretched = (x: Nested): Nested => changed(x, (value) => 3 * value);
const movedAway = (x: Nested): Nested => changed(x, (value, _, place) => value + place - 2);
const stretchedOneByOne = (x: Nested): Nested => changed(x, (value, sample) => (sample + 0.5) * value);
/** Turned in the plane of the first two numbers. */
const turned = (x: Nested): Nested =>
  (x as number[][]).map(([a, b, ...rest]) => [0.6 * a! - 0.8 * b!, 0.8 * a! + 0.6 * b!, ...rest]);
const channelsSwapped = (x: Nested): Nested => (x as Nested[][]).map(([a, b, ...rest]) => [b!, a!, ...rest]);

const vectors = () => [noise([5, 3]), noise([5, 4])] as const;
const maps = () => [noise([2, 3, 4, 4]), noise([2, 3, 4, 4])] as const;

describe("what does not change an objective", () => {
  test.each([
    ["rkd", vectors, { stretched, movedAway, turned }],
    ["sp", vectors, { stretched, turned }],
    ["pkt", vectors, { stretched, stretchedOneByOne, turned }],
    ["cc", vectors, { stretched, stretchedOneByOne, turned }],
    ["attention-transfer", maps, { stretched, stretchedOneByOne, channelsSwapped }],
    ["nst", maps, { stretched, stretchedOneByOne, channelsSwapped }],
    ["pkd", () => [noise([5, 3]), noise([5, 3])] as const, { stretched, stretchedOneByOne }],
    ["hidden-cosine", () => [noise([5, 3]), noise([5, 3])] as const, { stretched, stretchedOneByOne }],
  ] as const)("%s", (name, inputs, moves) => {
    const [student, teacher] = inputs();
    const value = valueOf(name, student, teacher);
    expect(value).toBeGreaterThan(1e-4);
    for (const [what, move] of Object.entries(moves)) {
      expect(valueOf(name, move(student), teacher) / value, `${what}, of the student`).toBeCloseTo(1, 9);
      expect(valueOf(name, student, move(teacher)) / value, `${what}, of the teacher`).toBeCloseTo(1, 9);
    }
  });

  test("what must change it does: channels that change places for FSP, a stretched map for the hint", () => {
    const two = (swap: (x: Nested) => Nested, [a, b]: readonly [Nested, Nested]) =>
      evaluateObjective("fsp", {}, { student: { taps: { a: swap(a), b: a } }, teacher: { taps: { a: b, b } } }).value;
    const given = maps();
    expect(two(channelsSwapped, given)).not.toBeCloseTo(
      two((x) => x, given),
      3,
    );
    expect(valueOf("hint", stretched(given[0]), given[1])).not.toBeCloseTo(valueOf("hint", ...given), 3);
  });
});

test("RKD: samples that coincide, and a batch of two that are equal, do no harm", () => {
  const twins = noise([1, 3]) as Nested[];
  const features = [...(noise([3, 3]) as Nested[]), twins[0]!, twins[0]!];
  for (const rows of [features, [twins[0]!, twins[0]!, twins[0]!]]) {
    const { value, gradients } = evaluateObjective(
      "rkd",
      {},
      {
        student: { taps: { x: rows } },
        teacher: { taps: { x: noise([rows.length, 2]) } },
      },
    );
    expect(Number.isFinite(value)).toBe(true);
    for (const slope of valueFrom(gradients.student.taps!["x"]!).data) expect(Number.isFinite(slope)).toBe(true);
  }
});

describe("what a step holds in memory comes from products of samples or channels, not from every pair's vectors", () => {
  const [batch, width, channels, side] = [24, 200, 20, 12];
  const mapSize = batch * channels * side * side;
  test.each([
    ["rkd", [width], batch ** 3],
    ["sp", [width], batch * width],
    ["sp", [channels, side, side], mapSize],
    ["pkt", [width], batch * width],
    ["cc", [width], batch * width],
    ["nst", [channels, side, side], mapSize],
  ] as const)("%s of %o", (name, shape, limit) => {
    const tap = (network: string) => ({ logits: constant(0), taps: { x: input(network, [batch, ...shape]) } });
    const student = tap("student");
    const arrow = { ...resolveObjective({ name }, { alpha: 0 }), from: [] };
    const { inputs } = arrowInputs(arrow, {
      student,
      from: [tap("teacher")],
      labels: undefined,
      epoch: constant(0),
      pass: trainingPass(),
      classes: 1,
      samples: batch,
      random: new Random(0),
    });
    const options = Object.entries(arrow.options).map(([option, value]) => {
      const isScalar = arrow.objective.options[option]!.kind === "number";
      return [option, isScalar ? constant(value as number) : value];
    });
    const loss = objectiveByName(name).loss({ ...inputs, memory: {}, drawn: {} }, Object.fromEntries(options) as never);
    const sizes = ancestors([loss as Tensor, ...grad(loss as Tensor, [student.taps.x])]).map((tensor) =>
      sizeOf(tensor.shape as number[]),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(Math.max(limit, batch * width));
  });
});

describe("taps", () => {
  const taps = (...shapes: number[][]) =>
    Object.fromEntries(shapes.map((shape, i) => [`layer${i + 1}`, noise([3, ...shape])]));
  const evaluate = (name: string, student: object, teacher: object, options = {}) =>
    evaluateObjective(name, options, { student: { taps: student as never }, teacher: { taps: teacher as never } });

  test("are matched by depth: the last with the last, those before at equal shares", () => {
    const student = taps([2, 4, 4], [2, 4, 4]);
    const teacher = taps([2, 4, 4], [2, 4, 4], [2, 4, 4], [2, 4, 4]);
    const matched = { layer1: "layer2", layer2: "layer4" };
    expect(evaluate("attention-transfer", student, teacher).value).toBe(
      evaluate("attention-transfer", student, teacher, { taps: matched }).value,
    );
  });

  test.each([
    [{ taps: "layr1" }, /hint\.taps: the student has no tap "layr1"\. Did you mean "layer1"\? It has layer1 \[3, 4\]/],
    [{ taps: { layer1: "x" } }, /the teacher has no tap "x"\..* It has layer1 \[3, 2, 4, 4\]\./],
    [
      { taps: "layer1" },
      /hint compares .*, but layer1 of the student is \[3, 4\] and layer1 of the teacher \[3, 2, 4, 4\]/,
    ],
    [{}, /student and teacher have none of one kind\. The student has layer1 \[3, 4\]; the teacher has layer1/],
  ])("%o is refused", (options, message) => {
    expect(() => evaluate("hint", taps([4]), taps([2, 4, 4]), options)).toThrow(message);
  });

  test("FSP needs two of each", () => {
    expect(() => evaluate("fsp", taps([2, 4, 4]), taps([2, 4, 4]))).toThrow(
      /fsp needs at least two inner tensors of each network, one after another; only one can be matched/,
    );
  });

  test("a relation needs a batch", () => {
    expect(() => evaluate("rkd", { x: noise([2, 3]) }, { x: noise([2, 3]) })).toThrow(
      /^rkd needs at least 3 samples in a batch, got 2\.$/,
    );
  });
});
