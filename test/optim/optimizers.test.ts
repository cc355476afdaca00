import { describe, expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import {
  evaluate,
  input,
  parameter,
  type Nested,
  type Parameter,
  type Tensor,
  type Value,
} from "../../src/graph/index.js";
import { optimizerUpdates, type OptimizerOptions } from "../../src/optim/index.js";
import { readModel } from "../../src/onnx/index.js";
import { float32 } from "../../src/tensor/index.js";
import { expectClose, floats, reference } from "../nn/numbers.js";

interface Case {
  readonly name: string;
  readonly optimizer: OptimizerOptions["name"];
  readonly options: { readonly learningRate: number };
  readonly learningRates?: readonly number[];
  /** The weights after each step. */
  readonly steps: readonly (readonly Nested[])[];
}
const { start, gradients, cases } = reference<{
  start: readonly Nested[];
  gradients: readonly (readonly Nested[])[];
  cases: readonly Case[];
}>("optim/optimizers.json");

const shapes = [[2, 3], [3]];

function step({ optimizer, options: { learningRate: _, ...options } }: Case) {
  const weights = shapes.map((shape, i) => parameter(shape, floats(start[i]!)));
  const grads = shapes.map((shape, i) => input(`gradient${i}`, shape));
  const rate = input("learningRate", []);
  return { weights, grads, rate, updates: optimizerUpdates({ name: optimizer, ...options }, weights, grads, rate) };
}

const rateOf = ({ options, learningRates }: Case, i: number): number => learningRates?.[i] ?? options.learningRate;

describe.each(cases)("$name: the weights of ten steps are PyTorch's", (given) => {
  test("compiled, in float32", async () => {
    const { weights, updates } = step(given);
    const store = new ParameterStore();
    const program = await compile({ outputs: {}, updates }, { store });
    for (const [i, expected] of given.steps.entries()) {
      const feeds = Object.fromEntries(gradients[i]!.map((g, j) => [`gradient${j}`, float32(shapes[j]!, floats(g))]));
      await program.run({ ...feeds, learningRate: float32([], Float32Array.of(rateOf(given, i))) });
      weights.forEach((weight, j) => expectClose(store.get(weight), expected[j]!, 1e-5, `step ${i + 1}`));
    }
    await program.dispose();
  });

  test("evaluated, in float64", () => {
    const { weights, grads, rate, updates } = step(given);
    let state = new Map<Tensor, Value>();
    for (const [i, expected] of given.steps.entries()) {
      const feeds = new Map(state);
      grads.forEach((grad, j) => feeds.set(grad, { shape: shapes[j]!, data: valueData(gradients[i]![j]!) }));
      feeds.set(rate, { shape: [], data: Float64Array.of(rateOf(given, i)) });
      const values = evaluate([...updates.values()], feeds);
      state = new Map([...updates.keys()].map((parameter: Parameter, k) => [parameter, values[k]!]));
      weights.forEach((weight, j) => expectClose(state.get(weight)!.data, expected[j]!, 1e-6, `step ${i + 1}`));
    }
  });
});

const valueData = (nested: Nested): Float64Array => Float64Array.from((nested as number[]).flat(Infinity) as number[]);

test.each<OptimizerOptions>([
  { name: "sgd", momentum: 0.9, nesterov: true, weightDecay: 1e-4 },
  { name: "adam" },
  { name: "adamw" },
])("$name: all work on arrays goes into kernels, none into the session", async (options) => {
  const weight = parameter([64, 32], new Float32Array(2048).fill(1));
  weight.name = "weight";
  const gradient = input("gradient", [64, 32]);
  const updates = optimizerUpdates(options, [weight], [gradient], input("learningRate", []));
  const store = new ParameterStore();
  const program = await compile({ outputs: {}, updates }, { store });
  // The session hands the gradient on as it is, and never sees the weight or its state; what it computes are scalars.
  const { inputs, nodes } = readModel(program.model).graph;
  expect(inputs.filter(({ shape }) => shape.length > 0).map(({ name }) => name)).toEqual(["gradient"]);
  expect(nodes.filter((node) => node.inputs.includes("gradient")).map(({ op }) => op)).toEqual(["Identity"]);
  await program.dispose();
});

test("an unknown optimizer is refused with the nearest name", () => {
  expect(() => optimizerUpdates({ name: "adma" as "adam" }, [], [], 0.1)).toThrow(/no optimizer "adma".*"adam"/);
});
