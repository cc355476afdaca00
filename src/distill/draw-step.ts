import { add, input, type Input, type Parameter, type Tensor } from "../graph/index.js";
import type { Module } from "../nn/index.js";
import { OptionError, Random } from "../tensor/index.js";
import { arrowInputs, type ArrowInputs } from "./arrow-inputs.js";
import type { Helpers, MemoryTable } from "./define-objective.js";
import { drawNetworks, type StepInputs } from "./draw-networks.js";
import { generatorOf, type Drawing, type DrawnNetwork } from "./drawing.js";
import type { Arrow } from "./loss-plan.js";
import { networkLoss } from "./network-loss.js";
import type { Ramp } from "./ramp.js";

/** A drawing as one graph: what a step computes before anything is updated. */
export interface DrawnStep {
  /** The losses of all networks that learn: each one's gradient is its own, for arrows are detached at their start. */
  readonly total: Tensor;
  /** Of the main network alone, or of the one that it is an average of. */
  readonly loss: Tensor;
  /** Of the same network, `[batch, classes]`. */
  readonly logits: Tensor;
  /** All that is learned: weights of networks and helpers. */
  readonly trainable: readonly Parameter[];
  /** Running statistics of networks and helpers. */
  readonly buffers: readonly Parameter[];
  readonly updates: ReadonlyMap<Parameter, Tensor>;
  readonly scalars: ReadonlyMap<Input, number | Ramp>;
  readonly memory: readonly Remembered[];
  readonly arrows: readonly DrawnArrow[];
}

/** One thing that an objective remembers. */
export interface Remembered {
  readonly name: string;
  readonly table: MemoryTable;
  /** The arrow that it belongs to, and how many drawn samples' rows are fed to it as well. */
  readonly arrow: string;
  readonly draws: number;
  /** What it leaves. */
  readonly next: Tensor;
}

/** What the rows of a memory are fed by: those of the batch's samples, and those of drawn ones. */
export const rowsInput = (name: string): string => `memory.${name}`;
export const drawnInput = (name: string): string => `drawn.${name}`;

/** The inputs of one thing that an arrow's objective remembers. */
function rememberedRows(arrow: string, what: string, table: MemoryTable, draws: number) {
  const name = `${arrow}.${what}`;
  const ofBatch = input(rowsInput(name), table.per === "run" ? [table.width] : ["batch", table.width]);
  const isDrawn = draws > 0 && table.per === "sample";
  const ofDrawn = isDrawn ? input(drawnInput(name), [draws, table.width]) : undefined;
  return { what, name, table, arrow, draws: isDrawn ? draws : 0, ofBatch, ofDrawn };
}

/** An arrow with what was made for it: which taps were matched, which helpers fitted in. */
export interface DrawnArrow {
  readonly network: string;
  readonly arrow: Arrow;
  readonly pairs: ArrowInputs["pairs"];
  readonly helpers: Helpers;
}

export interface DrawStepOptions {
  readonly classes: number;
  /** Of the training data. */
  readonly samples: number;
  readonly inputs: StepInputs;
  /** Of the helpers' first weights. */
  readonly seed: number;
}

/**
 * Draws the losses of every network that learns.
 * @throws OptionError if an arrow comes from a network that is not there, or does not find what it needs
 */
export function drawStep(drawing: Drawing, { classes, samples, inputs, seed }: DrawStepOptions): DrawnStep {
  const { tensors, updates, pass } = drawNetworks(drawing, classes, inputs);
  nameParameters(drawing);
  const labels = generatorOf(drawing) ? undefined : inputs.labels;
  const parts = Object.entries(drawing.networks).flatMap(([name, network]) => {
    const plan = "loss" in network ? network.loss : undefined;
    if (!plan) return [];
    if (!labels && plan.alpha !== 0) {
      throw new OptionError(
        `scheme: ${name} is shown a generator's samples, which have no labels. Set its alpha to 0.`,
      );
    }
    const student = tensors.get(name)!;
    const drawn = plan.objectives.map((arrow, place) => {
      const from = arrow.from.map((source) => tensors.get(source) ?? missing(source, [...tensors.keys()]));
      const random = new Random(seed).fork("helpers").fork(name).fork(place);
      const { epoch } = inputs;
      const made = arrowInputs(arrow, { student, from, labels, epoch, pass, classes, samples, random });
      const key = `${name}.${place}`;
      const rows = Object.entries(made.memory).map(([what, table]) => rememberedRows(key, what, table, made.draws));
      for (const [what, helper] of Object.entries(made.helpers))
        helper.nameParameters(`helpers.${name}.${place}.${what}`);
      return { network: name, arrow, ...made, rows };
    });
    const loss = networkLoss(plan, {
      name,
      student,
      labels,
      inputsOf: (_, place) => {
        const { inputs: known, rows } = drawn[place]!;
        return {
          ...known,
          memory: Object.fromEntries(rows.map(({ what, ofBatch }) => [what, ofBatch])),
          drawn: Object.fromEntries(rows.flatMap(({ what, ofDrawn }) => (ofDrawn ? [[what, ofDrawn]] : []))),
        };
      },
    });
    return [{ name, drawn, loss }];
  });
  const helpers = parts.flatMap(({ drawn }) => drawn.flatMap((one) => Object.values(one.helpers)));
  const modules = [...Object.values(drawing.networks).flatMap(learningModule), ...helpers];
  const learner = learnerOf(drawing);
  return {
    total: parts.map(({ loss }) => loss.total).reduce((sum, loss) => add(sum, loss)),
    loss: parts.find(({ name }) => name === learner)!.loss.total,
    logits: tensors.get(learner)!.logits,
    trainable: modules.flatMap((module) => module.parameters()),
    buffers: modules.flatMap((module) => module.buffers()),
    updates: new Map([...updates, ...pass.updates]),
    scalars: new Map(parts.flatMap(({ loss }) => [...loss.scalars])),
    memory: parts.flatMap(({ drawn, loss }) =>
      drawn.flatMap(({ rows }, place) =>
        rows.map(({ what, ...rest }) => ({ ...rest, next: loss.memory[place]![what]! })),
      ),
    ),
    arrows: parts.flatMap(({ drawn }) => drawn),
  };
}

/** What of a network the optimiser changes. */
const learningModule = (network: DrawnNetwork): Module[] =>
  network.kind === "learning" ? [network.classifier.module] : "module" in network ? [network.module] : [];

/** The main network, or the one that it is an average of. */
function learnerOf({ networks, main }: Drawing): string {
  const network = networks[main];
  return network?.kind === "average" ? network.of : main;
}

/** Names that differ: those of the main network are as in its files, the others begin with their network's name. */
function nameParameters({ networks, main }: Drawing): void {
  for (const [name, network] of Object.entries(networks)) {
    if ("module" in network) network.module.nameParameters(name);
    if (network.kind === "learning" || network.kind === "average") {
      network.classifier.module.nameParameters(name === main ? "" : name);
    }
  }
}

function missing(name: string, known: readonly string[]): never {
  throw new OptionError(`scheme: an arrow comes from "${name}", which is not part of its stage: ${known.join(", ")}.`);
}
