import { describe, expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import {
  constant,
  evaluate,
  grad,
  input,
  mul,
  reshape,
  sequenceMask,
  sum,
  toNested,
  transpose,
  unsqueeze,
  valueFrom,
  type Nested,
  type Tensor,
} from "../../src/graph/index.js";
import {
  ConvolutionOverTime,
  inferencePass,
  SelfAttention,
  sinusoidalPositions,
  TransformerEncoder,
  type Module,
  type Pass,
} from "../../src/nn/index.js";
import { float32, ndarray, Random } from "../../src/tensor/index.js";
import { expectClose, floats, reference } from "./numbers.js";

interface Case {
  readonly name: string;
  readonly layer: "ConvolutionOverTime" | "TransformerEncoder";
  readonly options: {
    features: number;
    channels: number;
    kernel: number;
    layers: number;
    heads: number;
    feedForward: number;
  };
  readonly lengths: readonly number[] | null;
  readonly input: Nested;
  readonly parameters: Record<string, Nested>;
  readonly probe: Nested;
  readonly output: Nested;
  readonly gradients: Record<string, Nested>;
}
const { cases } = reference<{ cases: readonly Case[] }>("nn/sequences.json"); // made by the script beside it

type OverSequences = Module & { forward(x: Tensor, pass: Pass, lengths?: Tensor): Tensor };
const random = new Random(1);
const makers: Record<Case["layer"], (options: Case["options"]) => OverSequences> = {
  ConvolutionOverTime: ({ features, channels, kernel }) =>
    new ConvolutionOverTime(features, channels, { kernel, random }),
  TransformerEncoder: ({ features, ...options }) => new TransformerEncoder(features, { ...options, random }),
};

const theirParts: Record<string, string> = {
  attentionNorm: "norm1",
  feedForwardNorm: "norm2",
  widen: "linear1",
  narrow: "linear2",
  "attention.merge": "self_attn.out_proj",
};

/** layers.0.attention.project.weight → layers.0.self_attn.in_proj_weight */
function theirName(name: string): string {
  const inLayer = /^layers\.(\d+)\.(.+)\.(weight|bias)$/.exec(name);
  if (!inLayer) return name.replace("window.", "");
  const [, layer, part, kind] = inLayer as unknown as [string, string, string, string];
  if (part === "attention.project") return `layers.${layer}.self_attn.in_proj_${kind}`;
  return `layers.${layer}.${theirParts[part]!}.${kind}`;
}

/** PyTorch's numbers as we keep them: a Conv1d's weight [channels, features, kernel] is [channels, kernel · features] here. */
function ours({ layer, options }: Case, name: string, nested: Nested): number[] | Float64Array {
  if (layer !== "ConvolutionOverTime" || !name.endsWith("weight")) return valueFrom(nested).data;
  const turned = reshape(transpose(constant(nested), [0, 2, 1]), [options.channels, -1]);
  return evaluate([turned])[0]!.data;
}

describe.each(cases)("$name", (given) => {
  test("PyTorch's output and gradients", async () => {
    const module = makers[given.layer](given.options);
    const { features } = given.options;
    const isTimeFirst = given.layer === "ConvolutionOverTime";
    const x = input("x", isTimeFirst ? ["length", "batch", features] : ["batch", "length", features]);
    const lengths = given.lengths ? input("lengths", ["batch"], "int32") : undefined;
    const y = module.forward(x, inferencePass(), lengths);
    const probe = input("probe", y.shape);
    const named = [...module.namedParameters()];
    expect(named.map(([name]) => theirName(name)).sort()).toEqual(Object.keys(given.parameters).sort());
    const gradients = grad(sum(mul(y, probe)), [x, ...module.parameters()]);
    const store = new ParameterStore();
    store.add(module.parameters());
    for (const [name, parameter] of named) {
      store.set(parameter, Float32Array.from(ours(given, name, given.parameters[theirName(name)]!)));
    }
    const outputs = {
      y: mul(y, mask(x, lengths, isTimeFirst)),
      ...Object.fromEntries(gradients.map((g, i) => [`${i}`, g])),
    };
    const program = await compile({ outputs }, { store });
    const results = await program.run({
      x: float32(valueFrom(given.input).shape, floats(given.input)),
      probe: float32(valueFrom(given.probe).shape, floats(given.probe)),
      ...(given.lengths && { lengths: ndarray("int32", [given.lengths.length], Int32Array.from(given.lengths)) }),
    });
    expectClose(results["y"]!.data as Float32Array, given.output, 1e-5, "output");
    ["input", ...named.map(([name]) => name)].forEach((name, i) => {
      const expected = name === "input" ? given.gradients["input"]! : given.gradients[theirName(name)]!;
      expectClose(results[`${i}`]!.data as Float32Array, [...ours(given, name, expected)], 1e-5, `gradient of ${name}`);
    });
    await program.dispose();
  });
});

/** 1 where a sequence goes on, in the layout of x. */
function mask(x: Tensor, lengths: Tensor | undefined, isTimeFirst: boolean): Tensor {
  if (!lengths) return constant(1);
  const timeFirst = isTimeFirst ? x : transpose(x, [1, 0, 2]);
  const known = sequenceMask(timeFirst, lengths);
  return isTimeFirst ? known : transpose(known, [1, 0, 2]);
}

test("sines and cosines of places", () => {
  const places = sinusoidalPositions(unsqueeze(constant([[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]), 0)); // prettier-ignore
  const at = (t: number) => [Math.sin(t), Math.sin(t / 100), Math.cos(t), Math.cos(t / 100)];
  expectClose(evaluate([places])[0]!.data, [at(0), at(1), at(2)], 1e-12);
  expect(toNested(evaluate([places])[0]!)).toHaveLength(3);
});

test("heads that do not divide the features, and a kernel of 0, are refused", () => {
  expect(() => new SelfAttention(6, { heads: 4, random })).toThrow("4 heads do not divide 6 features");
  expect(() => new ConvolutionOverTime(3, 4, { kernel: 0, random })).toThrow("the kernel is 0");
});
