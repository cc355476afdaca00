/**
 * Whole training steps in TensorFlow.js on its WebAssembly backend: a peer of `train-step`, run as `tfjs.ts '{settings}'`
 * (see step-server.ts). Not a dependency: it weighs 66 MB. Its place is found by Node's rules, NODE_PATH included.
 * In Node its WebAssembly runs on one thread. It lacks the kernel of the convolution's weight gradient, so that it
 * cannot train the ResNet: one step is tried, and what it throws is the reason that the table shows.
 */
import { createRequire } from "node:module";
import { serve, Skip, type StepSettings, type Trainer } from "../step-server.js";

const version = "4.22.0";
const install = `npm install --no-save @tensorflow/tfjs-core@${version} @tensorflow/tfjs-backend-wasm@${version}`;

/** The few functions of TensorFlow.js that a step needs: its types are not installed either. */
interface Tensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}
interface Optimizer {
  minimize(loss: () => Tensor, returnCost: true): Tensor;
}
interface TensorFlow {
  readonly train: { sgd(rate: number): Optimizer; adam(rate: number): Optimizer };
  readonly losses: { softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor };
  setBackend(name: string): Promise<boolean>;
  variable(value: Tensor): Tensor;
  randomNormal(shape: number[], mean?: number, deviation?: number): Tensor;
  zeros(shape: number[]): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;
  tensor1d(values: number[], dtype: string): Tensor;
  matMul(a: Tensor, b: Tensor): Tensor;
  add(a: Tensor, b: Tensor): Tensor;
  relu(x: Tensor): Tensor;
  mean(x: Tensor, axes: number[]): Tensor;
  conv2d(x: Tensor, filter: Tensor, stride: number, padding: "same"): Tensor;
}

function load(): TensorFlow {
  const require = createRequire(import.meta.url);
  try {
    const tf = require("@tensorflow/tfjs-core") as TensorFlow;
    require("@tensorflow/tfjs-core/dist/register_all_gradients.js");
    require("@tensorflow/tfjs-backend-wasm");
    return tf;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw new Skip(`not installed; ${install}`);
  }
}

/** 784-1200-1200-10 with ReLU. */
function mlp(tf: TensorFlow): (x: Tensor) => Tensor {
  const sizes = [784, 1200, 1200, 10];
  const layers = sizes.slice(1).map((outputs, i) => {
    const inputs = sizes[i]!;
    const weight = tf.variable(tf.randomNormal([inputs, outputs], 0, Math.sqrt(2 / inputs)));
    return { weight, bias: tf.variable(tf.zeros([outputs])) };
  });
  return (x) =>
    layers.reduce((h, { weight, bias }, i) => {
      const y = tf.add(tf.matMul(h, weight), bias);
      return i < layers.length - 1 ? tf.relu(y) : y;
    }, x);
}

/** A convolution, global average pooling and a linear layer: the part of a ResNet that already cannot be trained. */
function startOfResNet(tf: TensorFlow): (x: Tensor) => Tensor {
  const filter = tf.variable(tf.randomNormal([3, 3, 1, 16], 0, 0.3));
  const weight = tf.variable(tf.randomNormal([16, 10], 0, 0.3));
  return (x) => tf.matMul(tf.mean(tf.relu(tf.conv2d(x, filter, 1, "same")), [1, 2]), weight);
}

async function prepare({ model, optimizer, batch, threads }: StepSettings): Promise<Trainer> {
  if (threads > 1) throw new Skip("runs on one thread in Node");
  const tf = load();
  await tf.setBackend("wasm");
  const forward = model === "mlp" ? mlp(tf) : startOfResNet(tf);
  const x = tf.randomNormal(model === "mlp" ? [batch, 784] : [batch, 28, 28, 1]);
  const indices = Array.from({ length: batch }, (_, i) => (i * 7) % 10);
  const labels = tf.oneHot(tf.tensor1d(indices, "int32"), 10);
  const update = optimizer === "adam" ? tf.train.adam(1e-3) : tf.train.sgd(0.05);
  const step = async () => {
    const loss = update.minimize(() => tf.losses.softmaxCrossEntropy(labels, forward(x)), true);
    const [value] = await loss.data();
    loss.dispose();
    return value!;
  };
  if (model === "resnet8") {
    try {
      await step();
    } catch (error) {
      throw new Skip(`cannot train convolutions: ${(error as Error).message}`);
    }
    throw new Skip("has learnt to train convolutions: write the whole ResNet-8 in bench/peers/tfjs.ts");
  }
  return { subject: `tfjs-wasm ${version}`, step };
}

await serve(prepare);
