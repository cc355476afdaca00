import { describe, expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import {
  constant,
  evaluate,
  grad,
  input,
  mul,
  sum,
  valueFrom,
  type Nested,
  type Parameter,
  type Tensor,
  type Value,
} from "../../src/graph/index.js";
import {
  Activation,
  AvgPool2d,
  BatchNorm,
  Conv2d,
  Embedding,
  GlobalAveragePool,
  inferencePass,
  LayerNorm,
  Linear,
  MaxPool2d,
  trainingPass,
  type ActivationName,
  type Module,
  type RecordedPass,
} from "../../src/nn/index.js";
import { Random } from "../../src/tensor/index.js";
import { expectClose, reference } from "./numbers.js";

interface Case {
  readonly name: string;
  readonly layer: string;
  readonly options: Record<string, never>;
  readonly input: Nested;
  readonly parameters: Record<string, Nested>;
  readonly statistics?: Record<string, Nested>;
  readonly statisticsAfter?: Record<string, Nested>;
  readonly probe: Nested;
  readonly output: Nested;
  readonly gradients: Record<string, Nested>;
}
const { cases } = reference<{ cases: readonly Case[] }>("nn/layers.json");

const random = new Random(1);
const makers: Record<string, (options: Record<string, never>) => Module> = {
  Linear: ({ inFeatures, outFeatures, ...rest }) => new Linear(inFeatures!, outFeatures!, { ...rest, random }),
  Conv2d: ({ inChannels, outChannels, ...rest }) =>
    new Conv2d(inChannels!, outChannels!, { ...rest, random } as unknown as ConstructorParameters<typeof Conv2d>[2]),
  BatchNorm1d: ({ features, ...rest }) => new BatchNorm(features!, rest),
  BatchNorm2d: ({ features, ...rest }) => new BatchNorm(features!, rest),
  LayerNorm: ({ shape, ...rest }) => new LayerNorm(shape!, rest),
  Embedding: ({ count, size }) => new Embedding(count!, size!, { random }),
  MaxPool2d: ({ kernel, ...rest }) => new MaxPool2d({ kernel: kernel!, ...rest }),
  AvgPool2d: ({ kernel, countIncludePad, ...rest }) =>
    new AvgPool2d({ kernel: kernel!, ...rest, countPadding: (countIncludePad as boolean | undefined) ?? true }),
  GlobalAveragePool: () => new GlobalAveragePool(),
};
const make = ({ layer, options }: Case): Module => makers[layer]?.(options) ?? new Activation(layer as ActivationName);

const theirNames: Record<string, string> = { runningMean: "running_mean", runningVariance: "running_var" };

/** Everything that a case compares, by name, and the values that it starts from. */
function build(given: Case) {
  const module = make(given);
  const x = input("x", valueFrom(given.input).shape, given.layer === "Embedding" ? "int32" : "float32");
  const pass: RecordedPass = (given.options["training"] as unknown) === true ? trainingPass() : inferencePass();
  const y = module.forward(x, pass);
  const start = new Map<Parameter, Value>();
  for (const [name, parameter] of module.namedParameters()) {
    start.set(parameter, valueFrom({ ...given.parameters, ...given.statistics }[theirNames[name] ?? name]!));
  }
  const named = [...module.namedParameters()].filter(([, parameter]) => parameter.trainable);
  const of = new Map<string, Tensor>([...("input" in given.gradients ? [["input", x] as const] : []), ...named]);
  const gradients = grad(sum(mul(y, constant(given.probe))), [...of.values()]);
  const compared: Record<string, Tensor> = { output: y };
  [...of.keys()].forEach((name, i) => (compared[`gradient of ${name}`] = gradients[i]!));
  for (const [name, parameter] of module.namedParameters()) {
    if (!parameter.trainable) compared[name] = pass.updates.get(parameter) ?? parameter;
  }
  return { x, start, compared, pass };
}

const expected = (given: Case, name: string): Nested => {
  if (name === "output") return given.output;
  if (name.startsWith("gradient of ")) return given.gradients[name.slice("gradient of ".length)]!;
  return given.statisticsAfter![theirNames[name]!]!;
};

describe.each(cases)("$name: PyTorch's output, gradients and statistics", (given) => {
  test("evaluated in float64", () => {
    const { x, start, compared } = build(given);
    const names = Object.keys(compared);
    expect(names.length).toBe(1 + Object.keys(given.gradients).length + Object.keys(given.statistics ?? {}).length);
    const values = evaluate(Object.values(compared), new Map<Tensor, Value>([...start, [x, valueFrom(given.input)]]));
    names.forEach((name, i) => expectClose(values[i]!.data, expected(given, name), 1e-5, name));
  });

  test("compiled in float32", async () => {
    const { x, start, compared, pass } = build(given);
    const store = new ParameterStore();
    store.add(start.keys());
    for (const [parameter, value] of start) store.set(parameter, Float32Array.from(value.data));
    const outputs = Object.fromEntries(Object.entries(compared).filter(([name]) => !(name in theirNames)));
    const program = await compile({ outputs, updates: pass.updates }, { store });
    const { shape, data } = valueFrom(given.input);
    const numbers = x.dtype === "int32" ? Int32Array.from(data) : Float32Array.from(data);
    const results = await program.run({ x: { dtype: x.dtype, shape, data: numbers } });
    for (const name of Object.keys(outputs)) {
      expectClose(results[name]!.data as Float32Array, expected(given, name), 1e-5, name);
    }
    const buffers = [...start.keys()].filter((parameter) => !parameter.trainable);
    buffers.forEach((buffer, i) =>
      expectClose(store.get(buffer), expected(given, Object.keys(theirNames)[i]!), 1e-5, `statistic ${i}`),
    );
    await program.dispose();
  });
});
