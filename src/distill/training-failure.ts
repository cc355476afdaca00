import type { Inputs } from "../data/index.js";
import { TrainingFailure } from "../tensor/index.js";

/** Where training stood when it failed. */
export interface FailurePlace {
  /** 0 for the first. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** The schedule's peak. */
  readonly learningRate: number;
}

/** The failure in words: what, at which step, and what to do. */
export function trainingFailure(what: string, { step, stepsPerEpoch, learningRate }: FailurePlace): TrainingFailure {
  return new TrainingFailure(
    `Training broke off at step ${step + 1} (epoch ${Math.floor(step / stepsPerEpoch) + 1}): ${what}. The last good ` +
      `checkpoint is kept. Train anew with a lower learning rate (now ${learningRate}), or with training.clipNorm=1.`,
  );
}

/** Arrays that a loss is computed from, by what they are. */
export interface Suspects {
  readonly inputs: Inputs;
  /** Logits of trained networks that were computed before, by the network's name. */
  readonly outputs: Readonly<Record<string, Float32Array>>;
  /** By name. */
  readonly parameters: readonly (readonly [name: string, values: Float32Array])[];
}

/** Which tensor a loss that is not finite came from. */
export function findCulprit({ inputs, outputs, parameters }: Suspects): string {
  if (inputs instanceof Float32Array && !isFinite(inputs))
    return "the batch's inputs hold a number that is not finite: look at the data";
  const source = firstDamaged(Object.entries(outputs));
  if (source) return `the logits of the ${source} hold a number that is not finite: look at that network`;
  const damaged = firstDamaged(parameters);
  if (damaged) return `${damaged} holds a number that is not finite since the step before`;
  const [name, size] = largest(parameters);
  return `the logits overflow: inputs and weights are finite, but ${name} reaches ${size.toPrecision(3)}`;
}

/** The array with the number that is farthest from 0. */
function largest(arrays: Suspects["parameters"]): readonly [name: string, size: number] {
  let most: readonly [name: string, size: number] = ["no weight", 0];
  for (const [name, values] of arrays) {
    const size = values.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
    if (size > most[1]) most = [name, size];
  }
  return most;
}

/** The name of the first array that holds a number that is not finite. */
export function firstDamaged(arrays: Iterable<readonly [name: string, values: Float32Array]>): string | undefined {
  for (const [name, values] of arrays) if (!isFinite(values)) return name;
  return undefined;
}

const isFinite = (values: Float32Array): boolean => values.every(Number.isFinite);
