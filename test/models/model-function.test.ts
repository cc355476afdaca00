import { expect, test } from "vitest";
import { evaluate, input, relu, type Tensor } from "../../src/graph/index.js";
import { buildModel, modelInput, type LayerTools, type ModelFunction } from "../../src/models/index.js";
import { inferencePass, Linear, trainingPass } from "../../src/nn/index.js";
import { Random } from "../../src/tensor/index.js";

const context = { inputShape: [1, 6, 6], classes: 3, random: new Random(1) };

const model: ModelFunction = (x, nn) => {
  const image = relu(nn.batchNorm(nn.conv2d(x, 4, { kernel: 3, stride: 2 })));
  const hidden = nn.tap("hidden", nn.activation(nn.linear(nn.flatten(image), 5), "tanh"));
  const mixed = nn.layer(nn.layerNorm(hidden), (random) => new Linear(5, 5, { random }));
  return nn.linear(nn.dropout(mixed, 0.5), nn.classes);
};

test("a function's weights are made once, named by kind and order, and shared by training and evaluation", () => {
  const { module, forward } = buildModel({ model }, context);
  expect([...module.namedParameters().keys()]).toEqual([
    "layers.conv2d1.weight",
    "layers.conv2d1.bias",
    "layers.batchNorm1.weight",
    "layers.batchNorm1.bias",
    "layers.batchNorm1.runningMean",
    "layers.batchNorm1.runningVariance",
    "layers.linear1.weight",
    "layers.linear1.bias",
    "layers.layerNorm1.weight",
    "layers.layerNorm1.bias",
    "layers.layer1.weight",
    "layers.layer1.bias",
    "layers.linear2.weight",
    "layers.linear2.bias",
  ]);
  const x = modelInput(context);
  const training = trainingPass({ seed: input("seed", [], "uint32"), step: input("step", [], "uint32") });
  expect(forward(x, training).taps["hidden"]!.shape).toEqual(["batch", 5]);
  expect(training.updates.size).toBe(2); // batch norm's running statistics
  const feeds = new Map([
    [x as Tensor, { shape: [2, 1, 6, 6], data: Float64Array.from({ length: 72 }, (_, i) => i % 7) }],
  ]);
  const logits = () => evaluate([forward(x, inferencePass()).logits], feeds)[0]!;
  expect(logits().shape).toEqual([2, 3]);
  expect(logits()).toEqual(logits());
  expect(module.parameters().every(({ name }) => name.startsWith("layers."))).toBe(true);
});

test("taps may come back with the logits", () => {
  const own: ModelFunction = (x, nn) => {
    const hidden = nn.linear(nn.flatten(x), 7);
    return { logits: nn.linear(hidden, nn.classes), taps: { hint: hidden } };
  };
  const { taps } = buildModel({ model: own }, context).forward(modelInput(context), inferencePass());
  expect(taps["hint"]!.shape).toEqual(["batch", 7]);
});

test.each<[string, (x: Tensor, nn: LayerTools) => unknown, RegExp]>([
  ["returns nothing", () => undefined, /returned undefined, expected the logits/],
  ["returns null", () => null, /returned null, expected the logits/],
  ["returns other things", () => ({ logit: 1 }), /returned object, expected the logits/],
  ["forgets the classes", (x, nn) => nn.linear(nn.flatten(x), 4), /\[batch, 4\], expected \[batch, 3\].*3 outputs/s],
  [
    "makes other layers each time",
    (() => {
      let calls = 0;
      return (x: Tensor, nn: LayerTools) => {
        const y = nn.flatten(x);
        return nn.linear(calls++ === 0 ? y : nn.linear(y, 36), nn.classes);
      };
    })(),
    /linear2, its first one did not/,
  ],
])("a function that %s is refused", (_, own, message) => {
  expect(() => buildModel({ model: own as ModelFunction }, context)).toThrow(message);
});
