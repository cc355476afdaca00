import { describe, expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import {
  add,
  ancestors,
  evaluate,
  grad,
  input,
  mul,
  operators,
  simplify,
  sum,
  type Tensor,
  type Value,
} from "../../src/graph/index.js";
import { isFloating, isStatic } from "../../src/tensor/index.js";
import { expectClose } from "./close.js";
import { fixed, fromArray, toArray, valuesFor } from "./feeds.js";
import { samples, type Sample } from "./samples.js";

test("every operator has samples, and they use it", () => {
  expect(Object.keys(samples).sort()).toEqual([...operators.keys()].sort());
  for (const [name, list] of Object.entries(samples)) {
    for (const sample of list) {
      const used = ancestors([build(sample).y]).map((tensor) => tensor.operator.name);
      expect(used, `the sample of ${name}`).toContain(name);
    }
  }
});

const cases = Object.entries(samples).flatMap(([name, list]) =>
  list.map((sample, i) => ({ name: `${name} ${i}`, sample })),
);

describe.each(cases)("$name", ({ sample }) => {
  const values = valuesFor(sample.inputs);

  test("is of the declared shape", () => {
    const { y, feeds } = build(sample, values, "static");
    expect(isStatic(y.shape)).toBe(true);
    expect(evaluate([y], feeds)[0]!.shape).toEqual(y.shape);
  });

  if (hasGradients(sample)) {
    test("gradients are finite differences", () => {
      const { inputs, y, feeds } = build(sample, values, "static");
      const weights = input("weights", y.shape);
      feeds.set(weights, valuesFor([{ shape: y.shape, kind: "real", dtype: "float32" }], 2)[0]!);
      const loss = sum(mul(y, weights));
      const real = inputs.filter((tensor) => isFloating(tensor.dtype));
      expectDifferences(loss, real, feeds, 1e-6);
    });

    test("gradients of gradients are finite differences of the gradient", () => {
      const { inputs, y, feeds } = build(sample, values, "static");
      const weights = input("weights", y.shape);
      feeds.set(weights, valuesFor([{ shape: y.shape, kind: "real", dtype: "float32" }], 2)[0]!);
      const real = inputs.filter((tensor) => isFloating(tensor.dtype));
      const gradients = grad(sum(mul(y, weights)), real);
      const parts = gradients.map((gradient, i) => {
        const direction = input(`direction${i}`, gradient.shape);
        feeds.set(direction, valuesFor([{ shape: gradient.shape, kind: "real", dtype: "float32" }], 3 + i)[0]!);
        return sum(mul(gradient, direction));
      });
      const total = parts.reduce((all, part) => add(all, part));
      expectDifferences(total, [...real, weights], feeds, 1e-6);
    });
  }

  test.each(["static", "named"] as const)("ONNX Runtime computes the same with %s axes", async (axes) => {
    const { inputs, y, feeds } = build(sample, values, axes);
    const outputs = [y, ...gradientsOf(sample, y, inputs)];
    const program = await compile(
      { outputs: Object.fromEntries(outputs.map((tensor, i) => [`output${i}`, tensor])) },
      { store: new ParameterStore() },
    );
    const used = new Set(ancestors(simplify(outputs)));
    const arrays = inputs
      .filter((tensor) => used.has(tensor))
      .map((tensor) => [tensor.name, toArray(feeds.get(tensor)!, tensor)] as const);
    const results = await program.run(Object.fromEntries(arrays));
    evaluate(outputs, feeds).forEach((expected, i) => {
      expect(results[`output${i}`]!.dtype).toBe(outputs[i]!.dtype);
      expectClose(fromArray(results[`output${i}`]!), expected, 1e-5, i === 0 ? "value" : `gradient ${i - 1}`);
    });
    await program.dispose();
  });

  test("simplify changes nothing", () => {
    const { inputs, y, feeds } = build(sample, values, "named");
    const outputs = [y, ...gradientsOf(sample, y, inputs)];
    const before = evaluate(outputs, feeds);
    evaluate(simplify(outputs), feeds).forEach((after, i) => expectClose(after, before[i]!, 1e-12));
  });
});

function build(sample: Sample, values: readonly Value[] = [], axes: "static" | "named" = "named") {
  const inputs = sample.inputs.map(({ shape, dtype }, i) =>
    input(`x${i}`, axes === "static" ? fixed(shape) : shape, dtype),
  );
  const feeds = new Map<Tensor, Value>(inputs.map((tensor, i) => [tensor, values[i]!]));
  return { inputs, feeds, y: sample.build(...inputs) };
}

function hasGradients(sample: Sample): boolean {
  const { y, inputs } = build(sample);
  return sample.hasGradient && isFloating(y.dtype) && inputs.some((tensor) => isFloating(tensor.dtype));
}

function gradientsOf(sample: Sample, y: Tensor, inputs: readonly Tensor[]): Tensor[] {
  if (!hasGradients(sample)) return [];
  const loss = sum(mul(y, y));
  return grad(
    loss,
    inputs.filter((tensor) => isFloating(tensor.dtype)),
  );
}

/** Holds the gradient of a scalar against central differences of its float64 values. */
function expectDifferences(
  loss: Tensor,
  of: readonly Tensor[],
  feeds: ReadonlyMap<Tensor, Value>,
  tolerance: number,
): void {
  const gradients = evaluate(grad(loss, of), feeds);
  of.forEach((tensor, k) => {
    const value = feeds.get(tensor)!;
    const lossAt = (i: number, x: number): number => {
      const moved = { shape: value.shape, data: value.data.with(i, x) };
      return evaluate([loss], new Map([...feeds, [tensor, moved]]))[0]!.data[0]!;
    };
    const step = 1e-5;
    const differences = value.data.map((x, i) => (lossAt(i, x + step) - lossAt(i, x - step)) / (2 * step));
    expectClose(gradients[k]!, { shape: value.shape, data: differences }, tolerance, `gradient of input ${k}`);
  });
}
