import { describe, expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import { crossEntropy, input, mean } from "../../src/graph/index.js";
import { architectures, buildModel, modelInput, type NamedModel } from "../../src/models/index.js";
import { gradientsOf, inferencePass, trainingPass } from "../../src/nn/index.js";
import { optimizerUpdates } from "../../src/optim/index.js";
import { float32, Random, sizeOf } from "../../src/tensor/index.js";

const context = (inputShape: readonly number[], seed = 1) => ({ inputShape, classes: 10, random: new Random(seed) });
const count = (options: NamedModel, inputShape: readonly number[]): number =>
  buildModel(options, context(inputShape))
    .module.parameters()
    .reduce((sum, { shape }) => sum + sizeOf(shape as number[]), 0);

test.each<[string, NamedModel, number[], number]>([
  ["784-1200-1200-10", { model: "mlp", hidden: 1200, layers: 2 }, [784], 2_395_210],
  ["an image is flattened", { model: "mlp", hidden: [30, 20] }, [1, 28, 28], 784 * 30 + 30 + 30 * 20 + 20 + 210],
  ["ResNet-20 of the paper, 0.27 M", { model: "resnet", depth: 20, shortcut: "padding" }, [3, 32, 32], 269_722],
  ["ResNet-32 of the paper, 0.46 M", { model: "resnet", depth: 32, shortcut: "padding" }, [3, 32, 32], 464_154],
  ["ResNet-56 of the paper, 0.85 M", { model: "resnet", depth: 56, shortcut: "padding" }, [3, 32, 32], 853_018],
  ["projections add 16·32 + 2·32 + 32·64 + 2·64", { model: "resnet", depth: 20 }, [3, 32, 32], 269_722 + 2752],
])("the number of parameters: %s", (_, options, inputShape, expected) => {
  expect(count(options, inputShape)).toBe(expected);
});

const samples: readonly { options: NamedModel; shape: number[] }[] = [
  { options: { model: "mlp", hidden: 40, layers: 2, dropout: 0.5, inputDropout: 0.2 }, shape: [1, 6, 6] },
  { options: { model: "mlp", hidden: [8], activation: "gelu" }, shape: [36] },
  { options: { model: "cnn", hidden: 4, layers: 2, dropout: 0.1 }, shape: [2, 7, 9] },
  { options: { model: "resnet", depth: 8, width: 0.25 }, shape: [1, 12, 10] },
  { options: { model: "resnet", depth: 14, width: 0.25, shortcut: "padding" }, shape: [3, 9, 9] },
];

describe.each(samples)("$options", ({ options, shape }) => {
  test("learns a batch by heart", async () => {
    const given = context(shape);
    const { module, forward } = buildModel(options, given);
    const { defaults, taps } = architectures[options.model];
    const labels = input("labels", ["batch"], "int32");
    const pass = trainingPass({ seed: input("seed", [], "uint32"), step: input("step", [], "uint32") });
    const output = forward(modelInput(given), pass);
    expect(Object.keys(output.taps).sort()).toEqual(taps({ ...defaults, ...options } as never).sort());
    const loss = mean(crossEntropy(output.logits, labels));
    const parameters = module.parameters();
    const updates = optimizerUpdates({ name: "adam" }, parameters, gradientsOf(loss, parameters), 0.02);
    const store = new ParameterStore();
    const step = await compile({ outputs: { loss }, updates: new Map([...updates, ...pass.updates]) }, { store });
    const evaluated = forward(modelInput(given), inferencePass());
    const evaluation = await compile({ outputs: { loss: mean(crossEntropy(evaluated.logits, labels)) } }, { store });
    const random = new Random(7);
    const batch = {
      input: float32(
        [6, ...shape],
        Float32Array.from({ length: 6 * sizeOf(shape) }, () => random.normal()),
      ),
      labels: { dtype: "int32" as const, shape: [6], data: Int32Array.of(0, 1, 2, 3, 4, 9) },
    };
    const scalar = (n: number) => ({ dtype: "uint32" as const, shape: [], data: Uint32Array.of(n) });
    const needs = options.model === "mlp" || options.model === "cnn";
    const drops = needs && (options.dropout ?? 0) > 0;
    for (let i = 0; i < 80; i++) {
      await step.run({ ...batch, ...(drops ? { seed: scalar(1), step: scalar(i) } : {}) });
    }
    expect(Number((await evaluation.run(batch))["loss"]!.data[0])).toBeLessThan(0.3); // chance is 2.3
    await step.dispose();
    await evaluation.dispose();
  });

  test("starts with the same weights from the same seed, and with others from another", () => {
    const weights = (seed: number) =>
      buildModel(options, context(shape, seed))
        .module.parameters()
        .map(({ initial }) => [...initial]);
    expect(weights(3)).toEqual(weights(3));
    expect(weights(3)).not.toEqual(weights(4));
  });
});

test("two networks in one graph keep their taps apart", () => {
  const given = context([4]);
  const x = modelInput(given);
  const pass = inferencePass();
  const [a, b] = [8, 9].map((hidden) => buildModel({ model: "mlp", hidden }, given).forward(x, pass));
  expect(a!.taps["hidden1"]!.shape).toEqual(["batch", 8]);
  expect(b!.taps["hidden1"]!.shape).toEqual(["batch", 9]);
  expect(pass.taps.size).toBe(0);
});

test.each<[string, NamedModel, number[], RegExp]>([
  ["an unknown model", { model: "resnt" } as never, [1, 8, 8], /no model "resnt".*"resnet"/],
  ["an unknown option", { model: "mlp", hiden: 3 } as never, [8], /mlp.*no option "hiden".*"hidden"/],
  ["an unknown activation", { model: "mlp", activation: "rellu" as never }, [8], /no activation "rellu".*"relu"/],
  ["a depth that is not 6n + 2", { model: "resnet", depth: 18 }, [1, 8, 8], /depth is 18, expected 6n \+ 2/],
  ["a width of nothing", { model: "resnet", width: 0.01 }, [1, 8, 8], /width is 0.01/],
  ["too many poolings", { model: "cnn", hidden: 4, layers: 4 }, [1, 8, 8], /nothing is left of 8x8/],
  ["a net for images on features", { model: "cnn" }, [8], /\[8\], expected images/],
  [
    "layers that a list contradicts",
    { model: "mlp", hidden: [3, 4], layers: 3 },
    [8],
    /hidden is \[3,4\] with layers 3/,
  ],
  ["units of a half", { model: "mlp", hidden: 0.5 }, [8], /hidden is 0.5/],
  ["a dropout of everything", { model: "mlp", dropout: 1 }, [8], /rate is 1/],
])("%s is refused", (_, options, shape, message) => {
  expect(() => buildModel(options, context(shape))).toThrow(message);
});

test("an input of another shape is refused with both shapes", () => {
  const { forward } = buildModel({ model: "mlp" }, context([8]));
  expect(() => forward(input("x", ["batch", 9]), inferencePass())).toThrow(/\[batch, 9\], expected \[batch, 8\]/);
});
