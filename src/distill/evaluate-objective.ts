import { constant, evaluate, grad, Tensor, toNested, type Nested } from "../graph/index.js";
import { gradientsOf, trainingPass } from "../nn/index.js";
import { Random } from "../tensor/index.js";
import { arrowInputs } from "./arrow-inputs.js";
import type { Helpers, NetworkTensors, Objective } from "./define-objective.js";
import { checkGiven, GivenLeaves, samplesOf, type GivenInputs, type GivenTensors } from "./given-inputs.js";
import { objectiveByName } from "./objectives.js";
import type { Options, OptionValue } from "./objective-options.js";
import { rampEnd, type Ramp } from "./ramp.js";
import { resolveObjective, type TapChoice } from "./resolve-objective.js";

export interface ObjectiveGradients {
  /** With respect to what was given. */
  readonly student: GivenTensors;
  readonly peers: readonly GivenTensors[];
  /** Of every trainable parameter of the helpers, by name. */
  readonly helpers: Readonly<Record<string, Nested>>;
}

export interface ObjectiveEvaluation {
  readonly value: number;
  readonly gradients: ObjectiveGradients;
  /** New rows of what the objective remembers, by name: `[batch][width]`. */
  readonly memory: Readonly<Record<string, Nested>>;
}

/**
 * An objective's value and gradients on plain numbers, in float64 through the operators' own `evaluate`: the reference
 * that compiled steps are held against, and a check that anyone can run. Neither the weight nor alpha is part of it.
 * @param which   a name as `limbeck methods` lists it, or an objective of your own
 * @param options those left out have their defaults, a ramp counts as its end; `taps` chooses which inner tensors are
 *                compared
 * @throws OptionError for unknown names and options, values that an option does not accept, and inputs that are missing
 * @throws ShapeError for arrays that do not fit
 * @example
 *   evaluateObjective("soft-targets", { temperature: 4 }, {
 *     student: { logits: [[1, 2, 3]] }, teacher: { logits: [[3, 2, 1]] },
 *   }); // { value: 2.49…, gradients: { student: { logits: [[…]] }, … } }
 */
export function evaluateObjective<O extends Options, H extends Helpers>(
  which: string | Objective<O, H>,
  options: Readonly<Record<string, OptionValue | TapChoice>>,
  given: GivenInputs,
): ObjectiveEvaluation {
  const objective = typeof which === "string" ? objectiveByName(which) : (which as unknown as Objective);
  const arrow = { ...resolveObjective({ ...options, name: objective.name }, { alpha: 0 }, objective), from: [] };
  const classes = checkGiven(objective, given);
  const leaves = new GivenLeaves();
  const student = leaves.network("student", given.student);
  const teachers = [given.teacher ?? []].flat().map((one, i) => leaves.network(`teacher ${i}`, one));
  const peers = (given.peers ?? []).map((one, i) => leaves.network(`peer ${i}`, one));
  const { inputs, helpers, memory, draws } = arrowInputs(arrow, {
    student,
    from: objective.needs.peers ? peers : teachers,
    labels: given.labels && leaves.add("labels", given.labels, "int32"),
    epoch: leaves.add("epoch", given.epoch ?? 0),
    pass: trainingPass({ seed: constant(0, "uint32"), step: constant(0, "uint32") }),
    classes,
    samples: samplesOf(given),
    random: new Random(0).fork("helpers"),
  });
  const learned = leaves.helpers(objective.name, helpers, given.helpers).filter(([, { trainable }]) => trainable);
  const { rows, drawn } = leaves.memory(objective.name, memory, given, draws > 0);
  const values = Object.entries(arrow.options).map(([option, value]) => {
    const isScalar = objective.options[option]!.kind === "number";
    return [option, isScalar ? constant(rampEnd(value as number | Ramp)) : value] as const;
  });
  const result = objective.loss({ ...inputs, memory: rows, drawn }, Object.fromEntries(values) as never);
  const { loss, memory: next } = result instanceof Tensor ? { loss: result, memory: {} } : result;

  const asked = [student, ...peers].flatMap(tensorsOf);
  const parameters = learned.map(([, parameter]) => parameter);
  const outputs = [loss, ...grad(loss, asked), ...gradientsOf(loss, parameters), ...Object.values(next)];
  const [value, ...found] = evaluate(outputs, leaves.feeds).map(toNested);
  const gradientOf = new Map(asked.map((tensor, i) => [tensor, found[i]!]));
  return {
    value: value as number,
    gradients: {
      student: gradientsAt(student, gradientOf),
      peers: peers.map((peer) => gradientsAt(peer, gradientOf)),
      helpers: Object.fromEntries(learned.map(([key], i) => [key, found[asked.length + i]!])),
    },
    memory: Object.fromEntries(Object.keys(next).map((key, i) => [key, found[asked.length + learned.length + i]!])),
  };
}

const tensorsOf = ({ logits, taps }: NetworkTensors): Tensor[] => [logits, ...Object.values(taps)];

function gradientsAt({ logits, taps }: NetworkTensors, gradientOf: ReadonlyMap<Tensor, Nested>): GivenTensors {
  return {
    logits: gradientOf.get(logits)!,
    taps: Object.fromEntries(Object.entries(taps).map(([name, tap]) => [name, gradientOf.get(tap)!])),
  };
}
