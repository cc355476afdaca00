import { describe, expect, test } from "vitest";
import { add, input, matmul, sum, transpose, type Parameter, type Tensor } from "../../src/graph/index.js";
import {
  Activation,
  BatchNorm,
  Conv2d,
  Embedding,
  Flatten,
  gradientsOf,
  inferencePass,
  LayerNorm,
  Linear,
  Module,
  Residual,
  Sequential,
  trainingPass,
} from "../../src/nn/index.js";
import { Random } from "../../src/tensor/index.js";

const random = new Random(5);

describe("parameters", () => {
  test("are named by the way to them, in the order of declaration", () => {
    const net = new Sequential(
      new Flatten(),
      new Linear(4, 3, { random }),
      new BatchNorm(3),
      new Residual(new Linear(3, 3, { bias: false, random })),
    );
    expect([...net.namedParameters().keys()]).toEqual([
      "layers.1.weight",
      "layers.1.bias",
      "layers.2.weight",
      "layers.2.bias",
      "layers.2.runningMean",
      "layers.2.runningVariance",
      "layers.3.block.weight",
    ]);
    net.nameParameters();
    expect(net.parameters().map(({ name }) => name)).toEqual([
      "layers.1.weight",
      "layers.1.bias",
      "layers.2.weight",
      "layers.2.bias",
      "layers.3.block.weight",
    ]);
    expect(net.buffers().map(({ name }) => name)).toEqual(["layers.2.runningMean", "layers.2.runningVariance"]);
  });

  test("used in two places are counted once, under the first name", () => {
    class Tied extends Module {
      readonly encoder = new Linear(4, 3, { bias: false, random });
      readonly decoder: Parameter = this.encoder.weight;
      forward(x: Tensor): Tensor {
        return matmul(this.encoder.forward(x), this.decoder);
      }
    }
    expect([...new Tied().namedParameters().keys()]).toEqual(["encoder.weight"]);
  });

  test("on which the loss does not depend are an error that names them", () => {
    class Forgetful extends Module {
      readonly used = new Linear(4, 4, { random });
      readonly forgotten = new Linear(4, 4, { random });
      forward(x: Tensor): Tensor {
        return add(matmul(x, transpose(this.used.weight)), this.used.bias!);
      }
    }
    const net = new Forgetful().nameParameters();
    const loss = sum(net.forward(input("x", [2, 4])));
    expect(() => gradientsOf(loss, net.parameters())).toThrow(/forgotten\.weight \[4, 4\], forgotten\.bias \[4\]/);
    expect(gradientsOf(loss, net.used.parameters()).map(({ shape }) => shape)).toEqual([[4, 4], [4]]);
  });
});

describe("initial weights", () => {
  const spread = (parameter: Parameter) => {
    const { initial } = parameter;
    const mean = initial.reduce((sum, x) => sum + x, 0) / initial.length;
    const largest = initial.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
    return {
      mean,
      largest,
      deviation: Math.sqrt(initial.reduce((sum, x) => sum + (x - mean) ** 2, 0) / initial.length),
    };
  };

  test.each([
    ["Linear", new Linear(100, 50, { random }).weight, 0.1],
    ["Linear's bias", new Linear(100, 5000, { random }).bias!, 0.1],
    ["Conv2d", new Conv2d(8, 60, { kernel: 5, groups: 2, random }).weight, 0.1],
  ])("of %s are uniform in ±1/√fanIn", (_, parameter, bound) => {
    const { mean, largest, deviation } = spread(parameter);
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.99 * bound);
    expect(Math.abs(mean)).toBeLessThan(0.05 * bound);
    expect(deviation / bound).toBeCloseTo(1 / Math.sqrt(3), 1);
  });

  test("of He's kind are normal with a deviation of √(2/fanIn), biases 0", () => {
    const { weight, bias } = new Conv2d(8, 60, { kernel: 5, initial: "he", random });
    expect(spread(weight).deviation / 0.1).toBeCloseTo(1, 1);
    expect(spread(weight).largest).toBeGreaterThan(0.25);
    expect([...bias!.initial].every((x) => x === 0)).toBe(true);
  });

  test("of Embedding are standard normal, those of norms leave x as it is", () => {
    expect(spread(new Embedding(100, 50, { random }).weight).deviation).toBeCloseTo(1, 1);
    for (const norm of [new BatchNorm(3), new LayerNorm(3)]) {
      expect([[...norm.weight.initial], [...norm.bias.initial]]).toEqual([
        [1, 1, 1],
        [0, 0, 0],
      ]);
    }
  });
});

describe("misuse is refused", () => {
  test("groups that do not divide the channels", () => {
    expect(() => new Conv2d(6, 8, { kernel: 3, groups: 4, random })).toThrow(/4 groups do not divide 6 channels in/);
  });
  test("an input that does not end in LayerNorm's shape", () => {
    expect(() => new LayerNorm([3, 4]).forward(input("x", ["batch", 4, 3]))).toThrow(
      /\[batch, 4, 3\], expected \[\.\.\., 3, 4\]/,
    );
  });
  test("an input of another width names the line that called the layer", () => {
    expect(() => new Linear(4, 3, { random }).forward(input("x", ["batch", 5]))).toThrow(/5.*4.*module\.test\.ts:/s);
  });
  test("a tap's name given twice", () => {
    const pass = trainingPass();
    const x = pass.tap("hint", input("x", [1]));
    expect(pass.taps.get("hint")).toBe(x);
    expect(() => pass.tap("hint", x)).toThrow(/two taps "hint"/);
  });
  test("an unknown activation", () => {
    expect(() => new Activation("reluu" as "relu")).toThrow(/"relu"/);
  });
});

test("batch norm leaves its statistics in a training pass alone", () => {
  const [norm, evaluation, training] = [new BatchNorm(3), inferencePass(), trainingPass()];
  norm.forward(input("x", ["batch", 3]), evaluation);
  norm.forward(input("x", ["batch", 3]), training);
  expect(evaluation.updates.size).toBe(0);
  expect([...training.updates.keys()]).toEqual([norm.runningMean, norm.runningVariance]);
});
