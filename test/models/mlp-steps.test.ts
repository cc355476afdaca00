import { expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import { crossEntropy, input, mean, type Nested } from "../../src/graph/index.js";
import { buildModel, modelInput } from "../../src/models/index.js";
import { gradientsOf, trainingPass } from "../../src/nn/index.js";
import { optimizerUpdates } from "../../src/optim/index.js";
import { float32, Random } from "../../src/tensor/index.js";
import { expectClose, floats, reference } from "../nn/numbers.js";

interface Steps {
  readonly options: { readonly learningRate: number; readonly momentum: number; readonly nesterov: boolean };
  readonly initial: Record<string, Nested>;
  readonly gradients: Record<string, Nested>;
  readonly final: Record<string, Nested>;
  readonly cases: readonly { x: Nested; labels: readonly number[]; logits: Nested; loss: number }[];
}
const { options, initial, gradients, final, cases } = reference<Steps>("nn/mlp-steps.json");

const names = {
  "layers.0.weight": "layer1.weight",
  "layers.0.bias": "layer1.bias",
  "layers.1.weight": "layer2.weight",
  "layers.1.bias": "layer2.bias",
  "head.weight": "layer3.weight",
  "head.bias": "layer3.bias",
};

test("ten steps of an MLP have PyTorch's logits, losses, gradients and weights", async () => {
  const context = { inputShape: [6], classes: 3, random: new Random(1) };
  const { module, forward } = buildModel({ model: "mlp", hidden: [5, 4] }, context);
  const parameters = module.namedParameters();
  expect([...parameters.keys()]).toEqual(Object.keys(names));
  const x = modelInput(context);
  const labels = input("labels", ["batch"], "int32");
  const { logits } = forward(x, trainingPass());
  const loss = mean(crossEntropy(logits, labels));
  const grads = gradientsOf(loss, module.parameters());
  const { learningRate: _, ...rest } = options;
  const updates = optimizerUpdates({ name: "sgd", ...rest }, module.parameters(), grads, input("rate", []));
  const shown = Object.fromEntries(grads.map((gradient, i) => [`gradient${i}`, gradient]));
  const store = new ParameterStore();
  store.add(parameters.values());
  for (const [name, theirs] of Object.entries(names)) store.set(parameters.get(name)!, floats(initial[theirs]!));
  const program = await compile({ outputs: { logits, loss, ...shown }, updates }, { store });
  for (const [i, given] of cases.entries()) {
    const result = await program.run({
      input: float32([7, 6], floats(given.x)),
      labels: { dtype: "int32", shape: [7], data: Int32Array.from(given.labels) },
      rate: float32([], Float32Array.of(options.learningRate)),
    });
    expectClose(result["logits"]!.data as Float32Array, given.logits, 1e-5, `logits of step ${i + 1}`);
    expectClose(result["loss"]!.data as Float32Array, given.loss, 1e-5, `loss of step ${i + 1}`);
    if (i > 0) continue;
    Object.values(names).forEach((name, j) =>
      expectClose(result[`gradient${j}`]!.data as Float32Array, gradients[name]!, 1e-5, name),
    );
  }
  for (const [name, theirs] of Object.entries(names)) {
    expectClose(store.get(parameters.get(name)!), final[theirs]!, 1e-5, `${name} at the end`);
  }
  await program.dispose();
});
