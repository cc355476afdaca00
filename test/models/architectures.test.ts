import { describe, expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import { crossEntropy, input, mean } from "../../src/graph/index.js";
import { architectures, buildModel, modelInput, type NamedModel } from "../../src/models/index.js";
import { gradientsOf, inferencePass, trainingPass } from "../../src/nn/index.js";
import { optimizerUpdates } from "../../src/optim/index.js";
import { float32, isStatic, ndarray, Random, sizeOf, type Shape } from "../../src/tensor/index.js";

/** Of texts, samples are ["length"]. */
const context = (inputShape: Shape, seed = 1) => ({
  inputShape,
  classes: 10,
  random: new Random(seed),
  words: inputShape[0] === "length" ? { count: 50 } : undefined,
});
const count = (options: NamedModel, inputShape: Shape): number =>
  buildModel(options, context(inputShape))
    .module.parameters()
    .reduce((sum, { shape }) => sum + sizeOf(shape as number[]), 0);

const text = ["length"];

test.each<[string, NamedModel, Shape, number]>([
  ["784-1200-1200-10", { model: "mlp", hidden: 1200, layers: 2 }, [784], 2_395_210],
  ["an image is flattened", { model: "mlp", hidden: [30, 20] }, [1, 28, 28], 784 * 30 + 30 + 30 * 20 + 20 + 210],
  ["ResNet-20 of the paper, 0.27 M", { model: "resnet", depth: 20, shortcut: "padding" }, [3, 32, 32], 269_722],
  ["ResNet-32 of the paper, 0.46 M", { model: "resnet", depth: 32, shortcut: "padding" }, [3, 32, 32], 464_154],
  ["ResNet-56 of the paper, 0.85 M", { model: "resnet", depth: 56, shortcut: "padding" }, [3, 32, 32], 853_018],
  ["projections add 16·32 + 2·32 + 32·64 + 2·64", { model: "resnet", depth: 20 }, [3, 32, 32], 269_722 + 2752],
  ["a GRU of two layers", { model: "gru", hidden: 8, layers: 2 }, text, 5000 + 24 * (108 + 2) + 24 * (16 + 2) + 90],
  [
    "an LSTM in both directions, of two widths",
    { model: "bilstm", hidden: [8, 6], embedding: { size: 20 } },
    text,
    1000 + 2 * 32 * (28 + 2) + 2 * 24 * (22 + 2) + 130,
  ],
  ["windows of 2 and 3 words", { model: "textcnn", hidden: 7, kernels: [2, 3] }, text, 5000 + 7 * 501 + 7 + 150],
  ["a deep averaging network", { model: "bag", dense: [30, 20] }, text, 5000 + 3030 + 620 + 210],
  [
    "a transformer, 4 · hidden wide",
    { model: "transformer", hidden: 8, layers: 1, heads: 2 },
    text,
    5000 + 808 + (4 * 64 + 4 * 8) + (2 * 8 * 32 + 40) + 3 * 16 + 90,
  ],
])("the number of parameters: %s", (_, options, inputShape, expected) => {
  expect(count(options, inputShape)).toBe(expected);
});

const samples: readonly { options: NamedModel; shape: Shape }[] = [
  { options: { model: "mlp", hidden: 40, layers: 2, dropout: 0.5, inputDropout: 0.2 }, shape: [1, 6, 6] },
  { options: { model: "mlp", hidden: [8], activation: "gelu" }, shape: [36] },
  { options: { model: "cnn", hidden: 4, layers: 2, dropout: 0.1 }, shape: [2, 7, 9] },
  { options: { model: "resnet", depth: 8, width: 0.25 }, shape: [1, 12, 10] },
  { options: { model: "resnet", depth: 14, width: 0.25, shortcut: "padding" }, shape: [3, 9, 9] },
  { options: { model: "rnn", hidden: 12 }, shape: text },
  { options: { model: "gru", hidden: 12, layers: 2, dropout: 0.1, pooling: "mean" }, shape: text },
  { options: { model: "lstm", hidden: [9, 7], dense: 10, embedding: { tune: false } }, shape: text },
  { options: { model: "bigru", hidden: 8, pooling: "attention", embedding: { size: 12, dropout: 0.1 } }, shape: text },
  { options: { model: "bilstm", hidden: 8, pooling: "max" }, shape: text },
  { options: { model: "textcnn", hidden: 6 }, shape: text },
  { options: { model: "bag", pooling: "max", dense: [12, 11] }, shape: text },
  { options: { model: "transformer", hidden: 16, layers: 1, heads: 2 }, shape: text },
];

/** Of 1 to 7 words, filled up with 0. */
const sixTexts = ndarray(
  "int32",
  [6, 7],
  Int32Array.from(
    [7, 1, 3, 5, 2, 4].flatMap((length, i) =>
      Array.from({ length: 7 }, (_, t) => (t < length ? ((i * 7 + t * 5) % 49) + 1 : 0)),
    ),
  ),
);

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
      input: isStatic(shape)
        ? float32(
            [6, ...shape],
            Float32Array.from({ length: 6 * sizeOf(shape) }, () => random.normal()),
          )
        : sixTexts,
      labels: { dtype: "int32" as const, shape: [6], data: Int32Array.of(0, 1, 2, 3, 4, 9) },
    };
    const scalar = (n: number) => ({ dtype: "uint32" as const, shape: [], data: Uint32Array.of(n) });
    const drops = step.inputs.includes("seed");
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

test.each<[string, NamedModel, Shape, RegExp]>([
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
  ["a net for texts on images", { model: "gru" }, [1, 8, 8], /gru: samples are \[1, 8, 8\], expected texts/],
  ["a net for numbers on texts", { model: "mlp" }, text, /mlp: samples are \[length\], expected a fixed size/],
  ["an unknown pooling", { model: "gru", pooling: "means" as never }, text, /no pooling "means".*"mean"/],
  [
    "the last of words",
    { model: "bag", pooling: "last" as never },
    text,
    /no pooling "last". Known: mean, max, attention/,
  ],
  ["words of no numbers", { model: "bag", embedding: { size: 0 } }, text, /embedding.size is 0/],
  ["words tuned after half an epoch", { model: "bag", embedding: { tune: 0.5 } }, text, /embedding.tune is 0.5/],
  ["windows of no width", { model: "textcnn", kernels: [] }, text, /kernels is \[\]/],
  ["no channels", { model: "textcnn", hidden: 0 }, text, /hidden is 0/],
  ["an odd width", { model: "transformer", hidden: 7 }, text, /hidden is 7, expected one even width/],
  [
    "layers of two widths",
    { model: "transformer", hidden: [8, 6] },
    text,
    /hidden is \[8,6\], expected one even width/,
  ],
  ["heads that do not divide", { model: "transformer", hidden: 10, heads: 4 }, text, /4 heads do not divide 10/],
])("%s is refused", (_, options, shape, message) => {
  expect(() => buildModel(options, context(shape))).toThrow(message);
});

test("an input of another shape is refused with both shapes", () => {
  const { forward } = buildModel({ model: "mlp" }, context([8]));
  expect(() => forward(input("x", ["batch", 9]), inferencePass())).toThrow(/\[batch, 9\], expected \[batch, 8\]/);
});

test("words start from given vectors, of whose size they are", () => {
  const data = Float32Array.from({ length: 50 * 3 }, (_, i) => i);
  const given = { ...context(text), words: { count: 50, vectors: { size: 3, data } } };
  expect(buildModel({ model: "bag" }, given).module.namedParameters().get("embedding.weight")!.initial).toBe(data);
  expect(() => buildModel({ model: "bag", embedding: { size: 4 } }, given)).toThrow(
    /size is 4, the given vectors have 3/,
  );
});
