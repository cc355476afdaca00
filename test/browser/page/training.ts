import { compile, ParameterStore, type Program } from "limbeck/engine";
import { crossEntropy, input, mean } from "limbeck/graph";
import { buildModel, modelInput } from "limbeck/models";
import { gradientsOf, inferencePass, trainingPass } from "limbeck/nn";
import { optimizerUpdates } from "limbeck/optim";
import { float32, Random } from "limbeck/tensor";

/** Digits as their bytes: `[samples, 784]` and `[samples]`. */
export interface Digits {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

export interface Training {
  /** The mean loss of each epoch. */
  readonly losses: readonly number[];
  /** The greatest change of any weight, by the name of its parameter. */
  readonly moved: Readonly<Record<string, number>>;
  /** The compiled step. */
  readonly step: Uint8Array;
  /** The trained network, its weights within: "x" `[batch, 784]` to "logits" `[batch, 10]`. */
  readonly network: Uint8Array;
  /** What the trained network says of the first digits, `[ASKED, 10]`. */
  readonly logits: Float32Array;
}

const BATCH = 50;
export const ASKED = 20;

/** Trains an MLP 784-32-10 for four epochs. The same code runs in Node and in the page. */
export async function train({ images, labels }: Digits): Promise<Training> {
  const context = { inputShape: [784], classes: 10, random: new Random(7) };
  const { module, forward } = buildModel({ model: "mlp", hidden: 32 }, context);
  const x = modelInput(context, "x");
  const loss = mean(crossEntropy(forward(x, trainingPass()).logits, input("labels", ["batch"], "int32")));
  const parameters = module.parameters();
  const gradients = gradientsOf(loss, parameters);
  const updates = optimizerUpdates({ name: "adam" }, parameters, gradients, input("learningRate", []));
  const store = new ParameterStore();
  const program = await compile({ outputs: { loss }, updates }, { store, threads: 2 });

  const losses: number[] = [];
  for (let epoch = 0; epoch < 4; epoch++) losses.push(await trainEpoch(program, { images, labels }));

  const logits = forward(x, inferencePass()).logits;
  const trained = await compile({ outputs: { logits }, frozen: parameters }, { store });
  const answer = await trained.run({ x: pixels(images, 0, ASKED) });
  return {
    losses,
    moved: Object.fromEntries(parameters.map((p) => [p.name, furthest(store.get(p), p.initial)])),
    step: program.model,
    network: trained.model,
    logits: Float32Array.from(answer["logits"]!.data as Float32Array),
  };
}

async function trainEpoch(program: Program, { images, labels }: Digits): Promise<number> {
  let total = 0;
  for (let start = 0; start < labels.length; start += BATCH) {
    const { loss } = await program.run({
      x: pixels(images, start, BATCH),
      labels: { dtype: "int32", shape: [BATCH], data: Int32Array.from(labels.subarray(start, start + BATCH)) },
      learningRate: float32([], [0.003]),
    });
    total += Number(loss!.data[0]);
  }
  return total / (labels.length / BATCH);
}

export const pixels = (images: Uint8Array, start: number, count: number) =>
  float32(
    [count, 784],
    Float32Array.from(images.subarray(784 * start, 784 * (start + count)), (byte) => byte / 255),
  );

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
