import { describe, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import * as graph from "../../src/graph/index.js";
import { evaluate, input, valueFrom, type Nested, type Tensor } from "../../src/graph/index.js";
import { float32, ndarray } from "../../src/tensor/index.js";
import { expectClose, reference } from "../reference.js";

interface Case {
  readonly name: string;
  readonly operator: string;
  readonly options: Record<string, unknown>;
  readonly inputs: readonly Nested[];
  readonly output: Nested;
}

// Made by operators.py and spatial.py beside them: PyTorch in float64.
const cases = ["operators", "spatial"].flatMap((name) => reference<{ cases: Case[] }>(`graph/${name}.json`).cases);
const integers: Readonly<Record<string, number>> = { gather: 1, takeAlongAxis: 1, scatterAddRows: 1, oneHot: 0 };

const pair = (value: unknown): unknown => (typeof value === "number" ? [value, value] : value);
const pairs = (options: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(options).map(([key, value]) => [key, key === "groups" ? value : pair(value)]));

/** How a case calls us, where that is not `operator(...inputs, options)`. */
const calls: Readonly<Record<string, (inputs: readonly Tensor[], options: never) => Tensor>> = {
  concat: (inputs, options) => graph.concat(inputs, options),
  oneHot: ([indices], { classes }: { classes: number }) => graph.oneHot(indices!, classes),
  transpose: ([x], { order }: { order: number[] }) => graph.transpose(x!, order),
  conv2d: ([x, w], options) => graph.conv2d(x!, w!, pairs(options)),
  convInputGradient: ([dy, w], options) => graph.convInputGradient(dy!, w!, pairs(options)),
  convWeightGradient: ([x, dy], options) => graph.convWeightGradient(x!, dy!, pairs(options)),
  avgPool2d: ([x], options: graph.PoolingOptions) => graph.avgPool2d(x!, { ...options, countPadding: false }),
  maxPool2dGradient: ([x, dy], options) =>
    graph.grad(graph.sum(graph.mul(graph.maxPool2d(x!, options), dy!)), [x!])[0]!,
};

function build({ operator, options, inputs }: Case, prefix: string): { inputs: graph.Input[]; output: Tensor } {
  const tensors = inputs.map((nested, i) =>
    input(`${prefix}_${i}`, valueFrom(nested).shape, integers[operator] === i ? "int64" : "float32"),
  );
  const named = (graph as unknown as Record<string, (...given: unknown[]) => Tensor>)[operator];
  const call = calls[operator];
  return { inputs: tensors, output: call ? call(tensors, options as never) : named!(...tensors, options) };
}

describe("PyTorch's numbers", () => {
  test.each(cases)("evaluate: $name", (given) => {
    const { inputs, output } = build(given, "x");
    const [value] = evaluate([output], new Map(inputs.map((tensor, i) => [tensor, valueFrom(given.inputs[i]!)])));
    expectClose(value!, given.output, { tolerance: 2e-8 });
  });

  test("ONNX Runtime: every case, in one program", async () => {
    const built = cases.map((given, i) => build(given, `case_${i}`));
    const outputs = Object.fromEntries(built.map(({ output }, i) => [`output_${i}`, output]));
    const program = await compile({ outputs }, { store: new ParameterStore() });
    const feeds = Object.fromEntries(
      built.flatMap(({ inputs }, i) =>
        inputs.map((tensor, j) => {
          const { shape, data } = valueFrom(cases[i]!.inputs[j]!);
          const fed =
            tensor.dtype === "int64" ? ndarray("int64", shape, BigInt64Array.from(data, BigInt)) : float32(shape, data);
          return [tensor.name, fed];
        }),
      ),
    );
    const results = await program.run(feeds);
    cases.forEach(({ name, output }, i) => expectClose(results[`output_${i}`]!, output, { of: name }));
    await program.dispose();
  });
});
