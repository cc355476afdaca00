import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import {
  evaluate,
  grad,
  input,
  mul,
  sum,
  valueFrom,
  type Nested,
  type Tensor,
  type Value,
} from "../../src/graph/index.js";
import { inferencePass, Recurrent, trainingPass, type RecurrentOptions } from "../../src/nn/index.js";
import { float32, ndarray, Random } from "../../src/tensor/index.js";
import { expectClose, floats, reference } from "./numbers.js";

interface Case {
  readonly name: string;
  readonly options: Omit<RecurrentOptions, "random">;
  readonly lengths: readonly number[] | null;
  readonly input: Nested;
  readonly parameters: Record<string, Nested>;
  readonly probe: Nested;
  readonly output: Nested;
  readonly gradients: Record<string, Nested>;
}
const { cases } = reference<{ cases: readonly Case[] }>("nn/recurrent.json"); // made by recurrent.py beside it

/** layers.1.backwards.inputWeight → weight_ih_l1_reverse */
function theirName(name: string): string {
  const [, layer, direction, kind] = name.split(".") as [string, string, string, string];
  const kinds: Record<string, string> = {
    inputWeight: "weight_ih",
    hiddenWeight: "weight_hh",
    inputBias: "bias_ih",
    hiddenBias: "bias_hh",
  };
  return `${kinds[kind]!}_l${layer}${direction === "backwards" ? "_reverse" : ""}`;
}

describe.each(cases)("$name: PyTorch's states and gradients", (given) => {
  const lengthsGiven = given.lengths;

  // Kept gates or the fused operator: both have the same numbers.
  test.each(["training", "inference"] as const)("in %s", async (mode) => {
    const layer = new Recurrent(4, { ...given.options, random: new Random(1) });
    const { shape, data } = valueFrom(given.input);
    const x = input("x", ["length", "batch", 4]);
    const lengths = lengthsGiven ? input("lengths", ["batch"], "int32") : undefined;
    const y = layer.forward(x, mode === "training" ? trainingPass() : inferencePass(), lengths);
    const parameters = layer.namedParameters();
    expect([...parameters.keys()].map(theirName).sort()).toEqual(Object.keys(given.parameters).sort());
    const probe = input("probe", y.shape);
    const gradients = grad(sum(mul(y, probe)), [x, ...parameters.values()]);
    const expected = [
      given.gradients["input"]!,
      ...[...parameters.keys()].map((name) => given.gradients[theirName(name)]!),
    ];

    const start = new Map<Tensor, Value>([
      [x, valueFrom(given.input)],
      [probe, valueFrom(given.probe)],
    ]);
    for (const [name, parameter] of parameters) start.set(parameter, valueFrom(given.parameters[theirName(name)]!));
    if (lengths) start.set(lengths, valueFrom(lengthsGiven!));
    const [value, ...exact] = evaluate([y, ...gradients], start);
    expectClose(value!.data, given.output, 1e-6, "output in float64");
    exact.forEach((gradient, i) => expectClose(gradient.data, expected[i]!, 1e-6, `gradient ${i} in float64`));

    const store = new ParameterStore();
    store.add(parameters.values());
    for (const [name, parameter] of parameters) store.set(parameter, floats(given.parameters[theirName(name)]!));
    const outputs = Object.fromEntries([y, ...gradients].map((tensor, i) => [`output${i}`, tensor]));
    const program = await compile({ outputs }, { store });
    const results = await program.run({
      x: float32(shape, Float32Array.from(data)),
      probe: float32(valueFrom(given.probe).shape, floats(given.probe)),
      ...(lengthsGiven && { lengths: ndarray("int32", [lengthsGiven.length], Int32Array.from(lengthsGiven)) }),
    });
    [given.output, ...expected].forEach((numbers, i) =>
      expectClose(results[`output${i}`]!.data as Float32Array, numbers, 1e-5, `output ${i}`),
    );
    await program.dispose();
  });
});

describe.each(["rnn", "gru", "lstm"] as const)(
  "padding changes nothing of a bidirectional %s of two layers",
  (cell) => {
    test.each(["training", "inference"] as const)("in %s", async (mode) => {
      const layer = new Recurrent(3, { cell, hidden: [5, 4], bidirectional: true, random: new Random(3) });
      const x = input("x", ["length", "batch", 3]);
      const lengths = input("lengths", ["batch"], "int32");
      const y = layer.forward(x, mode === "training" ? trainingPass() : inferencePass(), lengths);
      const [dx, ...gradients] = grad(sum(mul(y, y)), [x, ...layer.parameters()]);
      const outputs = { y, dx: dx!, ...Object.fromEntries(gradients.map((gradient, i) => [`gradient${i}`, gradient])) };
      const program = await compile({ outputs }, { store: new ParameterStore() });

      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }),
          fc.integer({ min: 1, max: 9 }),
          fc.integer(),
          async (sizes, extra, seed) => {
            const length = Math.max(1, ...sizes);
            const batch = sizes.length;
            const random = new Random(seed);
            const numbers = Float32Array.from({ length: length * batch * 3 }, () => random.normal());
            const noise = Float32Array.from({ length: extra * batch * 3 }, () => random.normal());
            const fed = { lengths: ndarray("int32", [batch], Int32Array.from(sizes)) };
            const short = await program.run({ ...fed, x: float32([length, batch, 3], numbers) });
            const padded = Float32Array.of(...numbers, ...noise);
            const long = await program.run({ ...fed, x: float32([length + extra, batch, 3], padded) });
            for (const name of ["y", "dx"]) {
              const [before, after] = [short, long].map((results) => results[name]!.data as Float32Array);
              const zeros = new Array<number>(after!.length - before!.length).fill(0);
              expectClose(after!, [...before!, ...zeros], 1e-6, name);
            }
            gradients.forEach((_, i) => {
              const [before, after] = [short, long].map((results) => results[`gradient${i}`]!.data as Float32Array);
              expectClose(after!, [...before!], 1e-6, `gradient ${i}`);
            });
          },
        ),
        { numRuns: 15 },
      );
      await program.dispose();
    });
  },
);
