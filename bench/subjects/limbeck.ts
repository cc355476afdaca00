/** Whole training steps in Limbeck: our own subject of `train-step`, run as `limbeck.ts '{settings}'` (see step-server.ts). */
import packageJson from "../../package.json" with { type: "json" };
import { compile, ParameterStore } from "../../src/engine/index.js";
import { crossEntropy, input, mean } from "../../src/graph/index.js";
import { buildModel, modelInput } from "../../src/models/index.js";
import { gradientsOf, trainingPass } from "../../src/nn/index.js";
import { optimizerUpdates } from "../../src/optim/index.js";
import { float32, ndarray, Random, sizeOf } from "../../src/tensor/index.js";
import { serve, type StepSettings, type Trainer } from "../step-server.js";

const models = {
  mlp: { options: { model: "mlp", hidden: [1200, 1200] }, inputShape: [784] },
  resnet8: { options: { model: "resnet", depth: 8 }, inputShape: [1, 28, 28] },
} as const;

/** A compiled step as the training loop makes it: the batch's size is open. */
async function prepare({ model, optimizer, batch, threads }: StepSettings): Promise<Trainer> {
  const random = new Random(1);
  const { options, inputShape } = models[model];
  const context = { inputShape, classes: 10, random };
  const { module, forward } = buildModel(options, context);
  const x = modelInput(context);
  const labels = input("labels", ["batch"], "int32");
  const pass = trainingPass();
  const loss = mean(crossEntropy(forward(x, pass).logits, labels));
  const parameters = module.parameters();
  const gradients = gradientsOf(loss, parameters);
  const learned = optimizerUpdates({ name: optimizer }, parameters, gradients, input("learningRate", []));
  const updates = new Map([...pass.updates, ...learned]);
  const program = await compile({ outputs: { loss }, updates }, { store: new ParameterStore(), threads });

  const shape = [batch, ...inputShape];
  const feeds = {
    input: float32(
      shape,
      Float32Array.from({ length: sizeOf(shape) }, () => random.normal()),
    ),
    labels: ndarray(
      "int32",
      [batch],
      Int32Array.from({ length: batch }, () => random.integer(10)),
    ),
    learningRate: float32([], [optimizer === "adam" ? 1e-3 : 0.05]),
  };
  return {
    subject: `Limbeck ${packageJson.version}`,
    step: async () => Number((await program.run(feeds))["loss"]!.data[0]),
  };
}

await serve(prepare);
