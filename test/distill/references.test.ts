import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evaluateObjective } from "../../src/distill/evaluate-objective.js";
import type { GivenInputs } from "../../src/distill/given-inputs.js";
import { objectives } from "../../src/distill/objectives.js";
import { valueFrom, type Nested } from "../../src/graph/index.js";
import { reference } from "../reference.js";

/** Numbers in objects and lists, as JSON holds them. */
type Tree = Nested | { readonly [key: string]: Tree } | readonly Tree[];

interface Case {
  readonly objective: string;
  readonly name: string;
  readonly options: Readonly<Record<string, number | string>>;
  readonly inputs: GivenInputs;
  readonly value: number;
  readonly gradients: Tree;
  readonly memory?: Tree;
}

// Made by a script for each family, in PyTorch or NumPy, in float64, from the papers.
const families = readdirSync(new URL("../reference/distill/", import.meta.url)).filter((file) =>
  objectives.some(({ family }) => file === `${family}.json`),
);
const cases = families.flatMap((file) => reference<{ cases: Case[] }>(`distill/${file}`).cases);

test("every objective has numbers of another library", () => {
  const held = new Set(cases.map(({ objective }) => objective));
  expect(objectives.map(({ name }) => name).filter((name) => !held.has(name))).toEqual([]);
});

describe.each([...new Set(cases.map(({ objective }) => objective))])("%s", (objective) => {
  const ofObjective = cases.filter((one) => one.objective === objective);
  test.each(ofObjective)("value and gradients: $name", ({ options, inputs, value, gradients, memory }) => {
    const found = evaluateObjective(objective, options, inputs);
    expectNear(found.value, value, "value");
    expectNear(found.gradients, gradients, "gradients");
    if (memory !== undefined) expectNear(found.memory, memory, "memory");
  });
});

/** Every number of `expected`, within 1e-8 of the largest of its array; below 1e-13 it is rounding. */
function expectNear(actual: unknown, expected: Tree, where: string): void {
  if (isNumbers(expected)) {
    const [a, e] = [valueFrom(actual as Nested), valueFrom(expected)];
    expect(a.shape, `shape of ${where}`).toEqual(e.shape);
    const size = Math.max(1e-5, ...e.data.map(Math.abs));
    const error = Math.max(...e.data.map((x, i) => Math.abs(x - a.data[i]!)));
    if (!(error <= 1e-8 * size)) expect.fail(`${where} is off by ${error} of ${size}`);
    return;
  }
  for (const [key, part] of Object.entries(expected)) {
    expectNear((actual as Record<string, unknown>)[key], part as Tree, `${where}.${key}`);
  }
}

const isNumbers = (tree: Tree): tree is Nested =>
  typeof tree === "number" || (Array.isArray(tree) && isNumbers(tree[0] as Tree));
