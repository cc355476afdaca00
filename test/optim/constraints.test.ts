import { describe, expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import { constant, evaluate, input, mul, parameter, sub, valueFrom, type Nested } from "../../src/graph/index.js";
import {
  clipByGlobalNorm,
  globalNorm,
  limitRowNorms,
  limitStoredRows,
  maxNormConstraint,
  movingAverage,
  optimizerUpdates,
} from "../../src/optim/index.js";
import { float32, sizeOf } from "../../src/tensor/index.js";
import { expectClose, floats, reference } from "../nn/numbers.js";

type Case =
  | { name: string; kind: "norm"; max: number; gradients: Nested[]; total: number; clipped: Nested[] }
  | { name: string; kind: "value" }
  | { name: string; kind: "max-norm"; max: number; weight: Nested; constrained: Nested };
const { cases } = reference<{ cases: readonly Case[] }>("optim/clipping.json");

describe("clipByGlobalNorm", () => {
  test.each(cases.filter((given) => given.kind === "norm"))(
    "$name: PyTorch's",
    ({ max, gradients, total, clipped }) => {
      const tensors = gradients.map((gradient) => constant(gradient));
      const [norm, ...values] = evaluate([globalNorm(tensors), ...clipByGlobalNorm(tensors, max)]);
      expectClose(norm!.data, total);
      clipped.forEach((expected, i) => expectClose(values[i]!.data, expected, 1e-6));
    },
  );

  test("in a compiled step scales the gradients that the optimiser sees", async () => {
    const weight = parameter([2, 2], Float32Array.of(1, 1, 1, 1));
    const gradient = input("gradient", [2, 2]);
    const [clipped] = clipByGlobalNorm([gradient], input("maxNorm", []));
    const updates = optimizerUpdates({ name: "sgd" }, [weight], [clipped!], 1);
    const store = new ParameterStore();
    const program = await compile({ outputs: {}, updates }, { store });
    const feed = (norm: number) => ({
      gradient: float32([2, 2], Float32Array.of(3, 0, 0, 4)),
      maxNorm: float32([], Float32Array.of(norm)),
    });
    await program.run(feed(1));
    expectClose(store.get(weight), [0.4, 1, 1, 0.2]);
    await program.run(feed(10));
    expectClose(store.get(weight), [-2.6, 1, 1, -3.8]);
    await program.dispose();
  });
});

describe("the max-norm constraint", () => {
  const constraints = cases.filter((given) => given.kind === "max-norm");
  test.each(constraints)("$name: PyTorch's", ({ max, weight, constrained }) => {
    expectClose(evaluate([limitRowNorms(constant(weight), max)])[0]!.data, constrained, 1e-6);
  });

  test.each(constraints)("$name: in place, between two steps", ({ max, weight, constrained }) => {
    const { shape } = valueFrom(weight);
    const [moved, bias] = [parameter(shape, floats(weight)), parameter([1], Float32Array.of(9))];
    const store = new ParameterStore();
    store.add([moved, bias]);
    limitStoredRows(store, [moved, bias], max);
    expectClose(store.get(moved), constrained, 1e-6);
    expectClose(store.get(bias), [9]);
  });

  test.each(constraints)("$name: after the update of a compiled step", async ({ max, weight, constrained }) => {
    const { shape } = valueFrom(weight);
    const moved = parameter(shape, new Float32Array(sizeOf(shape)));
    const bias = parameter([3], new Float32Array(3));
    const [gradient, biasGradient] = [input("gradient", shape), constant([-9, -9, -9])];
    const free = optimizerUpdates({ name: "sgd", momentum: 0.9 }, [moved, bias], [gradient, biasGradient], 1);
    const store = new ParameterStore();
    const program = await compile({ outputs: {}, updates: maxNormConstraint(free, input("maxNorm", [])) }, { store });
    // From 0, a step of 1 along the negative of the weight leads to it.
    const descent = floats(weight).map((x) => -x);
    await program.run({ gradient: float32(shape, descent), maxNorm: float32([], Float32Array.of(max)) });
    expectClose(store.get(moved), constrained);
    expectClose(store.get(bias), [9, 9, 9]);
    const velocity = [...free.keys()].find(({ rank, trainable }) => !trainable && rank === shape.length)!;
    expectClose(store.get(velocity), weightNegated(weight));
    await program.dispose();
  });
});

const weightNegated = (weight: Nested): Nested =>
  evaluate([mul(constant(weight), -1)]).map(({ data }) => [...data])[0]!;

test("a moving average follows the new weights", async () => {
  const weight = parameter([2], Float32Array.of(1, 2));
  weight.name = "layer.weight";
  const { averages, updates } = movingAverage(new Map([[weight, sub(weight, 1)]]), 0.75);
  const average = averages.get(weight)!;
  expect([average.name, average.trainable]).toEqual(["layer.weight/average", false]);
  const store = new ParameterStore();
  const program = await compile({ outputs: {}, updates }, { store });
  await program.run();
  expectClose(store.get(average), [0.75, 1.75]); // 3/4 · 1 + 1/4 · 0
  await program.run();
  expectClose(store.get(average), [0.3125, 1.3125]); // 3/4 · 0.75 + 1/4 · -1
  await program.dispose();
});
