import { expect, onTestFinished, test } from "vitest";
import type { Drawing, DrawnNetwork } from "../../src/distill/drawing.js";
import { planLoss, type LossSettings } from "../../src/distill/loss-plan.js";
import { compileTrainStep, type StepResult, type TrainStep } from "../../src/distill/train-step.js";
import { ParameterStore } from "../../src/engine/index.js";
import { add } from "../../src/graph/index.js";
import { buildModel, type Classifier } from "../../src/models/index.js";
import { constantParameter, inferencePass, Module, trainingPass } from "../../src/nn/index.js";
import { LimbeckError, Random } from "../../src/tensor/index.js";
import { reference } from "../reference.js";

interface Case {
  readonly name: string;
  readonly student: number[][];
  readonly teacher: number[][];
  readonly labels: number[];
  readonly temperature: number;
  readonly alpha: number;
  readonly labelSmoothing: number;
  readonly value: number;
  readonly gradient: number[][];
}

/** Its inputs are its logits but for a bias, whose gradient is the sum of the logits' gradients over the batch. */
class Bias extends Module {
  readonly bias;
  constructor(classes: number, heldEpochs: number) {
    super();
    this.bias = constantParameter([classes], 0, { heldEpochs });
    this.nameParameters();
  }
  forward(x: Parameters<typeof add>[0]) {
    return add(x, this.bias);
  }
}

interface BiasStep {
  readonly step: TrainStep;
  readonly run: (student: number[][], labels: number[], teacher?: number[][], epoch?: number) => Promise<StepResult>;
  /** After one step of SGD at a learning rate of 1: minus the gradient. */
  readonly bias: () => number[];
}

const fedTeacher: DrawnNetwork = { kind: "fed", logits: () => new Float32Array() };

/** A student that learns as the settings say, beside a teacher. */
const offline = (classifier: Classifier, settings: LossSettings, teacher: DrawnNetwork): Drawing => ({
  main: "student",
  networks: { teacher, student: { kind: "learning", classifier, loss: planLoss(settings) } },
});

/** A compiled step of that network. */
async function biasStep(classes: number, settings: LossSettings, heldEpochs = 0): Promise<BiasStep> {
  const module = new Bias(classes, heldEpochs);
  const classifier: Classifier = { module, forward: (x) => ({ logits: module.forward(x), taps: {} }) };
  const store = new ParameterStore();
  const step = await compileTrainStep(
    {
      drawing: offline(classifier, settings, fedTeacher),
      inputShape: [classes],
      classes,
      labels: Int32Array.of(0),
      optimizer: { name: "sgd", momentum: 0 },
      seed: 1,
    },
    { store },
  );
  onTestFinished(() => step.dispose());
  return {
    step,
    run: (student, labels, teacher, epoch = 0) =>
      step.run({
        inputs: Float32Array.from(student.flat()),
        labels: Int32Array.from(labels),
        indices: Int32Array.from(labels.keys()),
        fed: teacher && { teacher: Float32Array.from(teacher.flat()) },
        learningRate: 1,
        step: 0,
        epoch,
        epochs: 4,
      }),
    bias: () => [...store.get(module.bias)],
  };
}

const summed = (rows: number[][]): number[] => rows[0]!.map((_, c) => rows.reduce((sum, row) => sum + row[c]!, 0));
function expectNear(actual: readonly number[], expected: readonly number[], rounding = 0): void {
  const size = Math.max(1, ...expected.map(Math.abs));
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, i) => {
    expect(Math.abs(x - expected[i]!), `${x} against ${expected[i]}`).toBeLessThan(1e-5 * size + rounding);
  });
}

// Made by losses.py beside it: PyTorch in float64.
const { cases } = reference<{ cases: Case[] }>("distill/combined.json");

test.each(cases)("loss and gradient of a compiled step are PyTorch's: $name", async (given) => {
  const { alpha, temperature, labelSmoothing, student, teacher, labels } = given;
  const { run, bias } = await biasStep(student[0]!.length, {
    alpha,
    temperature,
    labelSmoothing,
    method: [{ name: "soft-targets" }],
  });
  const rounding = temperature ** 2 * 2 ** -24; // of float32 log-probabilities, whose differences are multiplied by T²
  expectNear([(await run(student, labels, teacher)).loss], [given.value], rounding);
  expectNear(
    bias().map((x) => -x),
    summed(given.gradient),
  );
});

const [, , , one] = cases; // four samples of ten classes
const { student, teacher, labels } = one!;
const lossOf = async (settings: LossSettings): Promise<number> => {
  const { run } = await biasStep(10, settings);
  return (await run(student, labels, settings.method.length > 0 ? teacher : undefined)).loss;
};

test("alpha, temperature and weights are scalars of the step: other values give the same program", async () => {
  const program = async (alpha: number, temperature: number, weight: number): Promise<Buffer> => {
    const method = [{ name: "soft-targets" }, { name: "logit-mse", weight }];
    return Buffer.from((await biasStep(10, { alpha, temperature, method })).step.model);
  };
  const first = await program(0.1, 4, 2);
  expect(first.equals(await program(0.9, 20, 0.5))).toBe(true);
  expect(first.equals(await program(0, 1, 0))).toBe(true);
});

test("several objectives add up, each with its weight", async () => {
  const hard = await lossOf({ method: [] });
  const soft = await lossOf({ alpha: 0, temperature: 3, method: [{ name: "soft-targets" }] });
  const mse = await lossOf({ alpha: 0, method: [{ name: "logit-mse" }] });
  const method = [{ name: "soft-targets" }, { name: "logit-mse", weight: 0.25 }];
  expectNear([await lossOf({ alpha: 0.2, temperature: 3, method })], [0.2 * hard + 0.8 * soft + 0.25 * mse]);
});

test("ramps of alpha, weights and temperature are followed while training goes on", async () => {
  const ramped = { from: 1, to: 3, epochs: 2 };
  const method = [{ name: "soft-targets", weight: ramped }];
  for (const [epoch, at] of [
    [0, 1],
    [1, 2],
    [3, 3],
  ] as const) {
    const { run } = await biasStep(10, { alpha: 0, temperature: ramped, method });
    const { loss } = await run(student, labels, teacher, epoch);
    expectNear([loss], [await lossOf({ alpha: 0, temperature: at, method: [{ name: "soft-targets", weight: at }] })]);
  }
});

test("another reduction is reached only by its option", async () => {
  const soft = (reduction?: string) =>
    lossOf({ alpha: 0, method: [{ name: "soft-targets", ...(reduction !== undefined && { reduction }) }] });
  expectNear([await soft("element-mean")], [(await soft()) / 10]);
  expect(await soft("batch-mean")).toBe(await soft());
});

test("label smoothing reaches the labels' part alone", async () => {
  const smooth = await lossOf({ labelSmoothing: 0.1, method: [] });
  const soft = await lossOf({ alpha: 0, method: [{ name: "soft-targets" }] });
  const both = await lossOf({ alpha: 0.5, labelSmoothing: 0.1, method: [{ name: "soft-targets" }] });
  expectNear([both], [0.5 * smooth + 0.5 * soft]);
});

const shape = [1, 8, 8];
const noise = (random: Random, length: number) => Float32Array.from({ length }, () => random.next() * 4 - 2);

/** Ten steps of a student on noise, with a live teacher of the given width. */
async function learnFrom(width: number): Promise<{ model: Uint8Array; changed: string[] }> {
  const random = new Random(3);
  const context = { inputShape: shape, classes: 4, random };
  const teacher = buildModel({ model: "resnet", width }, context);
  const classifier = buildModel({ model: "mlp", hidden: [8], dropout: 0.5 }, context);
  const store = new ParameterStore();
  const frozen = [...teacher.module.parameters(), ...teacher.module.buffers()];
  store.add(frozen);
  const before = frozen.map((parameter) => store.get(parameter).slice());
  const step = await stepOf(classifier, { kind: "frozen", classifier: teacher }, store);
  for (let at = 0; at < 10; at++) {
    const labels = Int32Array.from({ length: 16 }, (_, i) => i % 4);
    const indices = Int32Array.from(labels.keys());
    const inputs = noise(random, 16 * 64);
    await step.run({ inputs, labels, indices, learningRate: 0.1, step: at, epoch: 0, epochs: 1 });
  }
  const changed = frozen.filter((parameter, i) => store.get(parameter).some((x, j) => x !== before[i]![j]));
  return { model: step.model, changed: changed.map(({ name }) => name) };
}

async function stepOf(classifier: Classifier, teacher: DrawnNetwork, store: ParameterStore): Promise<TrainStep> {
  const step = await compileTrainStep(
    {
      drawing: offline(classifier, { method: [{ name: "soft-targets" }] }, teacher),
      inputShape: shape,
      classes: 4,
      labels: Int32Array.of(0),
      optimizer: { name: "adam" },
      seed: 5,
    },
    { store },
  );
  onTestFinished(() => step.dispose());
  return step;
}

test("a live teacher stays as it is: weights and running statistics", async () => {
  expect((await learnFrom(0.25)).changed).toEqual([]);
});

test("with fed outputs the step does not depend on the teacher; a live one is part of it", async () => {
  const fed = async (): Promise<number> => {
    const student = buildModel({ model: "mlp", hidden: [8] }, { inputShape: shape, classes: 4, random: new Random(1) });
    return (await stepOf(student, fedTeacher, new ParameterStore())).model.length;
  };
  const [small, large] = [(await learnFrom(0.25)).model.length, (await learnFrom(0.5)).model.length];
  expect(large).toBeGreaterThan(1.5 * small);
  expect(await fed()).toBeLessThan(small / 2);
});

test("the teacher in a step is in evaluation mode: no dropout, running statistics", async () => {
  const context = { inputShape: shape, classes: 4, random: new Random(1) };
  const teacher = buildModel({ model: "cnn", hidden: [4], dropout: 0.5 }, context);
  const passes: boolean[] = [];
  const watched: Classifier = {
    module: teacher.module,
    forward: (x, pass) => (passes.push(pass.training), teacher.forward(x, pass)),
  };
  await stepOf(buildModel({ model: "mlp" }, context), { kind: "frozen", classifier: watched }, new ParameterStore());
  expect(passes).toEqual([false]);
  expect([inferencePass().training, trainingPass().training]).toEqual([false, true]);
});

test("a network of which a part would never learn is refused", async () => {
  const module = new Bias(4, 0);
  const classifier: Classifier = { module, forward: (x) => ({ logits: x, taps: {} }) };
  const step = compileTrainStep(
    {
      drawing: offline(classifier, { method: [] }, fedTeacher),
      inputShape: [4],
      classes: 4,
      labels: Int32Array.of(0),
      optimizer: { name: "adam" },
      seed: 0,
    },
    { store: new ParameterStore() },
  );
  await expect(step).rejects.toThrow(LimbeckError);
  await expect(step).rejects.toThrow(/does not depend on bias: it would never learn/);
});

test("a weight that is held for an epoch learns from the second on", async () => {
  const { run, bias } = await biasStep(2, { method: [] }, 1);
  for (const epoch of [0, 0.5]) {
    await run([[0, 0]], [1], undefined, epoch);
    expect(bias()).toEqual([0, 0]);
  }
  await run([[0, 0]], [1], undefined, 1);
  expectNear(bias(), [-0.5, 0.5]);
});
