import { describe, expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import { grad, input, mul, sum, valueFrom, type Nested } from "../../src/graph/index.js";
import {
  AttentionOverTime,
  inferencePass,
  LastState,
  MaxOverTime,
  MeanOverTime,
  type SequencePooling,
} from "../../src/nn/index.js";
import { float32, ndarray, Random } from "../../src/tensor/index.js";
import { expectClose, floats, reference } from "./numbers.js";

interface Case {
  readonly name: string;
  readonly pooling: string;
  readonly lengths: readonly number[] | null;
  readonly input: Nested;
  readonly parameters: Record<string, Nested>;
  readonly probe: Nested;
  readonly output: Nested;
  readonly gradients: Record<string, Nested>;
}
const { cases } = reference<{ cases: readonly Case[] }>("nn/sequence-pooling.json"); // made by the script beside it

const poolings: Record<string, () => SequencePooling> = {
  last: () => new LastState(),
  "last of both directions": () => new LastState(true),
  mean: () => new MeanOverTime(),
  max: () => new MaxOverTime(),
  attention: () => new AttentionOverTime(4, { random: new Random(1) }),
};

/** The pooled vectors and the gradients of sum(pooled · probe), from a program with open length and batch. */
async function compiled(pooling: SequencePooling, hasLengths: boolean) {
  const x = input("x", ["length", "batch", 4]);
  const lengths = hasLengths ? input("lengths", ["batch"], "int32") : undefined;
  const y = pooling.forward(x, inferencePass(), lengths);
  const names = [...pooling.namedParameters().keys()];
  const of = [x, ...pooling.parameters()];
  const gradients = grad(sum(mul(y, input("probe", ["batch", 4]))), of);
  const store = new ParameterStore();
  store.add(pooling.parameters());
  const outputs = { y, ...Object.fromEntries(["input", ...names].map((name, i) => [name, gradients[i]!])) };
  return { store, names: ["input", ...names], program: await compile({ outputs }, { store }) };
}

describe.each(cases)("$name", (given) => {
  test("PyTorch's vectors and gradients", async () => {
    const pooling = poolings[given.pooling]!();
    const { store, names, program } = await compiled(pooling, given.lengths !== null);
    expect(names.sort()).toEqual(Object.keys(given.gradients).sort());
    for (const [name, parameter] of pooling.namedParameters()) store.set(parameter, floats(given.parameters[name]!));
    const results = await program.run({
      x: float32(valueFrom(given.input).shape, floats(given.input)),
      probe: float32(valueFrom(given.probe).shape, floats(given.probe)),
      ...(given.lengths && { lengths: ndarray("int32", [given.lengths.length], Int32Array.from(given.lengths)) }),
    });
    expectClose(results["y"]!.data as Float32Array, given.output, 1e-5, "output");
    for (const name of names) {
      expectClose(results[name]!.data as Float32Array, given.gradients[name]!, 1e-5, `gradient of ${name}`);
    }
    await program.dispose();
  });
});

test.each(Object.keys(poolings))("%s: padding changes nothing, and an empty sequence gives zeros", async (name) => {
  const { names, program } = await compiled(poolings[name]!(), true);
  const random = new Random(5);
  const numbers = Float32Array.from({ length: 3 * 2 * 4 }, () => random.normal());
  const noise = Float32Array.from({ length: 4 * 2 * 4 }, () => random.normal());
  const fed = {
    lengths: ndarray("int32", [2], Int32Array.of(3, 0)),
    probe: float32([2, 4], Float32Array.of(1, -2, 0.5, 1, 1, 1, 1, 1)),
  };
  const short = await program.run({ ...fed, x: float32([3, 2, 4], numbers) });
  const long = await program.run({ ...fed, x: float32([7, 2, 4], Float32Array.of(...numbers, ...noise)) });
  expect([...(short["y"]!.data as Float32Array)].slice(4)).toEqual([0, 0, 0, 0]);
  for (const key of ["y", ...names]) {
    const [before, after] = [short, long].map((results) => [...(results[key]!.data as Float32Array)]);
    const padded = [...before!, ...new Array<number>(after!.length - before!.length).fill(0)];
    expectClose(after!, padded, 1e-6, key);
  }
  await program.dispose();
});
