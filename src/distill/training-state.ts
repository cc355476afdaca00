import type { ParameterStore } from "../engine/index.js";
import type { Parameter } from "../graph/index.js";
import { FormatError } from "../tensor/index.js";

/** All that training needs to go on as if it had never stopped. */
export interface TrainingState {
  /** Whole epochs done. */
  readonly epoch: number;
  /** Batches done in the epoch after that. */
  readonly batch: number;
  /** Sums over that epoch's batches so far. */
  readonly running: RunningSums;
  readonly history: readonly EpochResult[];
  readonly best: BestEpoch | null;
  /** True if early stopping has ended training. */
  readonly finished: boolean;
  /** By name: weights, running statistics, optimiser state, what objectives remember. */
  readonly parameters: ReadonlyMap<string, Float32Array>;
  /** Weights and running statistics of the best epoch. */
  readonly bestParameters: ReadonlyMap<string, Float32Array>;
}

export interface RunningSums {
  readonly loss: number;
  readonly correct: number;
  readonly samples: number;
}

/** Figures of one epoch, 1 for the first. */
export interface EpochResult {
  readonly epoch: number;
  /** Mean of the loss over samples, while training. */
  readonly loss: number;
  /** Share of training samples right, while training; left out where a generator makes them. */
  readonly accuracy?: number;
  readonly validationAccuracy?: number;
  readonly validationLoss?: number;
}

/** The best epoch so far on validation data: the highest accuracy, then the lowest loss, then the first. */
export interface BestEpoch {
  readonly epoch: number;
  readonly accuracy: number;
  readonly loss: number;
}

/** The better of the best epoch so far and one that has just ended. */
export function betterEpoch(best: BestEpoch | null, ended: EpochResult): BestEpoch {
  const { epoch, validationAccuracy: accuracy = 0, validationLoss: loss = 0 } = ended;
  const isBetter = !best || accuracy > best.accuracy || (accuracy === best.accuracy && loss < best.loss);
  return isBetter ? { epoch, accuracy, loss } : best;
}

/** Copies of parameters' present numbers, by name. */
export const copyParameters = (parameters: readonly Parameter[], store: ParameterStore): Map<string, Float32Array> =>
  new Map(parameters.map((parameter) => [parameter.name, store.get(parameter).slice()]));

/**
 * Sets parameters to what a checkpoint holds.
 * @throws FormatError if one is missing or of another size
 */
export function restoreParameters(
  parameters: readonly Parameter[],
  values: ReadonlyMap<string, Float32Array>,
  store: ParameterStore,
): void {
  for (const parameter of parameters) {
    store.set(parameter, heldArray(values, parameter.name, store.get(parameter).length));
  }
}

/**
 * What a checkpoint holds under a name.
 * @throws FormatError if it is missing or of another size
 */
export function heldArray(values: ReadonlyMap<string, Float32Array>, name: string, length: number): Float32Array {
  const held = values.get(name);
  if (held?.length === length) return held;
  throw new FormatError(
    `The checkpoint holds ${held ? `${held.length} numbers` : "nothing"} of ${name}, expected ${length}: ` +
      `it is of another model or optimiser. Give the recipe that the run was begun with.`,
  );
}
