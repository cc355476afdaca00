import { describe, expect, onTestFinished, test } from "vitest";
import type { Drawing } from "../../src/distill/drawing.js";
import { evaluateObjective } from "../../src/distill/evaluate-objective.js";
import type { GivenTensors } from "../../src/distill/given-inputs.js";
import { planLoss } from "../../src/distill/loss-plan.js";
import { objectives } from "../../src/distill/objectives.js";
import { compileTrainStep } from "../../src/distill/train-step.js";
import { ParameterStore } from "../../src/engine/index.js";
import { add, reshape, slice, valueFrom, type Nested, type Tensor } from "../../src/graph/index.js";
import type { Classifier, NetworkParts } from "../../src/models/index.js";
import { constantParameter, Module } from "../../src/nn/index.js";
import { sampleBatch, sampleClasses, sampleInputs, sizeOfSample, smallOptions } from "./sample-inputs.js";

/** Its logits and taps are parts of its input: what it is fed is what it answers. One bias is all that it could learn. */
class Parts extends Module {
  readonly bias = constantParameter([1], 0);

  forward(x: Tensor): Tensor {
    return add(x, this.bias);
  }
}

/** The part of a batch `[batch, all]` that a network reads, and the network. */
function networkOf({ logits, taps = {} }: GivenTensors, begin: number): { classifier: Classifier; end: number } {
  const module = new Parts();
  module.nameParameters();
  const tensors = [["logits", logits ?? zeros] as const, ...Object.entries(taps)];
  const places = new Map<string, { begin: number; shape: readonly number[] }>();
  let end = begin;
  for (const [name, nested] of tensors) {
    places.set(name, { begin: end, shape: valueFrom(nested).shape.slice(1) });
    end += sizeOfSample(nested);
  }
  const forward = (x: Tensor) => {
    const all = module.forward(x);
    const part = (name: string) => {
      const { begin, shape } = places.get(name)!;
      const size = shape.reduce((product, n) => product * n, 1);
      return reshape(slice(all, { axis: 1, begin, end: begin + size }), ["batch", ...shape]);
    };
    return { logits: part("logits"), taps: Object.fromEntries(Object.keys(taps).map((name) => [name, part(name)])) };
  };
  const parts: NetworkParts = {
    depths: Object.keys(taps),
    head: module,
    answer: (x) => x,
    rest: () => module,
  };
  return { classifier: { module, forward, parts }, end };
}

const zeros: Nested = Array.from({ length: sampleBatch }, () => new Array<number>(sampleClasses).fill(0));

describe("compiled for any batch size, an objective gives what its float64 reference gives", () => {
  test.each(objectives.map((objective) => [objective.name, objective] as const))("%s", async (name, objective) => {
    const options = smallOptions[name] ?? {};
    const given = sampleInputs(objective);
    const networks: [string, GivenTensors][] = [
      ["student", given.student!],
      ...[given.teacher ?? []].flat().map((one, i) => [`teacher${i}`, one] as [string, GivenTensors]),
      ...(given.peers ?? []).map((one, i) => [`peer${i}`, one] as [string, GivenTensors]),
    ];
    const drawn: Record<string, Drawing["networks"][string]> = {};
    let end = 0;
    const method = [{ name, weight: 1, ...options, from: networks.slice(1).map(([source]) => source) }];
    for (const [network, tensors] of networks) {
      const made = networkOf(tensors, end);
      end = made.end;
      const { classifier } = made;
      drawn[network] = network.startsWith("teacher")
        ? { kind: "frozen", classifier }
        : {
            kind: "learning",
            classifier,
            loss: planLoss(network === "student" ? { alpha: 0, method } : { method: [] }),
          };
    }
    const rows = Array.from({ length: sampleBatch }, (_, i) =>
      networks.flatMap(([, { logits, taps }]) =>
        [logits ?? zeros, ...Object.values(taps ?? {})].flatMap((nested) => [
          ...valueFrom((nested as readonly Nested[])[i]!).data,
        ]),
      ),
    );
    const labels = Int32Array.from(given.labels ?? rows.map(() => 0));
    const step = await compileTrainStep(
      {
        drawing: { main: "student", networks: drawn },
        inputShape: [end],
        classes: sampleClasses,
        labels,
        optimizer: { name: "sgd" },
        seed: 0,
      },
      { store: new ParameterStore() },
    );
    onTestFinished(() => step.dispose());
    const memory = [...step.state()].filter(([key]) => key.startsWith("memory/"));
    const { loss } = await step.run({
      inputs: Float32Array.from(rows.flat()),
      labels,
      indices: labels.map((_, i) => i),
      learningRate: 0,
      step: 0,
      epoch: 1, // where ramps have ended
      epochs: 1,
    });
    const one = { labels: labels.slice(0, 1), indices: Int32Array.of(0), inputs: Float32Array.from(rows[0]!) };
    const alone = await step.run({ ...one, learningRate: 0, step: 1, epoch: 1, epochs: 1 });
    expect(Number.isFinite(alone.loss)).toBe(true); // the last batch of an epoch may be of one sample
    const helpers = [...step.state()].flatMap(([key, values]) => {
      const helper = /^helpers\.student\.0\.([^/]+)$/.exec(key)?.[1];
      return helper === undefined ? [] : [[helper, values] as const];
    });
    expect(helpers.length > 0).toBe(objective.helpers !== undefined);
    expect(memory.length > 0).toBe(objective.memory !== undefined);
    if (memory.length > 0) return; // its drawn samples are the step's own: the test of that objective holds it
    const shapes = new Map<string, number[]>(
      step.arrows.flatMap(({ helpers }) =>
        Object.entries(helpers).flatMap(([helper, module]) =>
          [...module.namedParameters()].map(([key, { shape }]) => [`${helper}.${key}`, shape as number[]] as const),
        ),
      ),
    );
    const nested = helpers.map(([key, values]) => [key, nest([...values], shapes.get(key)!)] as const);
    const { value } = evaluateObjective(name, options, { ...given, helpers: Object.fromEntries(nested), epoch: 1 });
    expect(Math.abs(loss - value)).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)));
  });
});

function nest(values: number[], [size = 1, ...rest]: number[]): Nested {
  if (rest.length === 0) return values;
  const step = values.length / size;
  return Array.from({ length: size }, (_, i) => nest(values.slice(i * step, (i + 1) * step), rest));
}
