import { expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import { crossEntropy, globalAveragePool, input, mean, relu, type Nested, type Tensor } from "../../src/graph/index.js";
import {
  BatchNorm,
  Conv2d,
  gradientsOf,
  inferencePass,
  Linear,
  Module,
  Residual,
  Sequential,
  trainingPass,
  Activation,
  type Pass,
} from "../../src/nn/index.js";
import { optimizerUpdates } from "../../src/optim/index.js";
import { float32, Random } from "../../src/tensor/index.js";
import { expectClose, floats, reference } from "../nn/numbers.js";

interface Steps {
  readonly options: { learningRate: number; momentum: number; nesterov: boolean; weightDecay: number };
  readonly initial: Record<string, Nested>;
  readonly gradients: Record<string, Nested>;
  readonly final: Record<string, Nested>;
  readonly statistics: Record<string, Nested>;
  readonly evaluation: { readonly x: Nested; readonly logits: Nested };
  readonly cases: readonly { x: Nested; labels: readonly number[]; logits: Nested; loss: number }[];
}
const steps = reference<Steps>("nn/resnet-steps.json");

const random = new Random(1);
const conv = (inputs: number, outputs: number, kernel: number, stride: number) =>
  new Conv2d(inputs, outputs, { kernel, stride, padding: (kernel - 1) / 2, bias: false, random });

/** The net of resnet-steps.py, out of our layers. */
class TinyResnet extends Module {
  readonly stem = new Sequential(conv(1, 2, 3, 1), new BatchNorm(2), new Activation("relu"));
  readonly block = new Residual(
    new Sequential(conv(2, 4, 3, 2), new BatchNorm(4), new Activation("relu"), conv(4, 4, 3, 1), new BatchNorm(4)),
    new Sequential(conv(2, 4, 1, 2), new BatchNorm(4)),
  );
  readonly head = new Linear(4, 3, { random });

  forward(x: Tensor, pass: Pass): Tensor {
    const y = relu(this.block.forward(this.stem.forward(x, pass), pass));
    return this.head.forward(globalAveragePool(y));
  }
}

const places: Record<string, string> = {
  "stem.layers.0": "stem",
  "stem.layers.1": "stemNorm",
  "block.block.layers.0": "conv1",
  "block.block.layers.1": "norm1",
  "block.block.layers.3": "conv2",
  "block.block.layers.4": "norm2",
  "block.shortcut.layers.0": "shortcut",
  "block.shortcut.layers.1": "shortcutNorm",
  head: "head",
};
const kinds: Record<string, string> = { runningMean: "running_mean", runningVariance: "running_var" };

/** PyTorch's name of one of our parameters. */
function theirs(name: string): string {
  const dot = name.lastIndexOf(".");
  const kind = name.slice(dot + 1);
  return `${places[name.slice(0, dot)]!}.${kinds[kind] ?? kind}`;
}

test("five steps of a residual net with batch norm have PyTorch's logits, losses, gradients, weights and statistics", async () => {
  const net = new TinyResnet().nameParameters();
  const x = input("x", ["batch", 1, 6, 6]);
  const labels = input("labels", ["batch"], "int32");
  const pass = trainingPass();
  const logits = net.forward(x, pass);
  const loss = mean(crossEntropy(logits, labels));
  const learned = net.parameters();
  const gradients = gradientsOf(loss, learned);
  const { learningRate, ...options } = steps.options;
  const updates = optimizerUpdates({ name: "sgd", ...options }, learned, gradients, input("rate", []));
  const shown = Object.fromEntries(gradients.map((gradient, i) => [`gradient${i}`, gradient]));

  const store = new ParameterStore();
  store.add([...net.parameters(), ...net.buffers()]);
  for (const parameter of learned) store.set(parameter, floats(steps.initial[theirs(parameter.name)]!));
  const program = await compile(
    { outputs: { logits, loss, ...shown }, updates: new Map([...updates, ...pass.updates]) },
    { store },
  );
  for (const [i, given] of steps.cases.entries()) {
    const result = await program.run({
      x: float32([5, 1, 6, 6], floats(given.x)),
      labels: { dtype: "int32", shape: [5], data: Int32Array.from(given.labels) },
      rate: float32([], Float32Array.of(learningRate)),
    });
    expectClose(result["logits"]!.data as Float32Array, given.logits, 1e-5, `logits of step ${i + 1}`);
    expectClose(result["loss"]!.data as Float32Array, given.loss, 1e-5, `loss of step ${i + 1}`);
    if (i > 0) continue;
    learned.forEach((parameter, j) =>
      expectClose(
        result[`gradient${j}`]!.data as Float32Array,
        steps.gradients[theirs(parameter.name)]!,
        1e-5,
        parameter.name,
      ),
    );
  }
  for (const { name } of learned) expect(Object.keys(steps.final)).toContain(theirs(name));
  for (const parameter of learned) {
    expectClose(store.get(parameter), steps.final[theirs(parameter.name)]!, 1e-5, `${parameter.name} at the end`);
  }
  expect(net.buffers().length).toBe(Object.keys(steps.statistics).length);
  for (const buffer of net.buffers()) {
    expectClose(store.get(buffer), steps.statistics[theirs(buffer.name)]!, 1e-5, buffer.name);
  }

  const evaluation = await compile({ outputs: { logits: net.forward(x, inferencePass()) } }, { store });
  const evaluated = await evaluation.run({ x: float32([5, 1, 6, 6], floats(steps.evaluation.x)) });
  expectClose(evaluated["logits"]!.data as Float32Array, steps.evaluation.logits, 1e-5, "logits in evaluation");
  await program.dispose();
  await evaluation.dispose();
});
