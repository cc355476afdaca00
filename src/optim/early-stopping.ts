import { OptionError } from "../tensor/index.js";

/** What early stopping remembers: plain data, so that a checkpoint can hold it. */
export interface EarlyStopping {
  /** Epochs without a better value before training stops. */
  readonly patience: number;
  /** The best value so far; undefined before the first epoch. */
  readonly best: number | undefined;
  /** The epoch of the best value; undefined before the first. */
  readonly bestEpoch: number | undefined;
  /** Epochs since the best one. */
  readonly waited: number;
  readonly shouldStop: boolean;
}

/**
 * Before the first epoch.
 * @throws OptionError if the patience is no whole number of at least 1
 */
export function earlyStopping(patience: number): EarlyStopping {
  if (!Number.isInteger(patience) || patience < 1) {
    throw new OptionError(`earlyStopping: patience is ${patience}, expected a whole number of epochs, at least 1.`);
  }
  return { patience, best: undefined, bestEpoch: undefined, waited: 0, shouldStop: false };
}

/**
 * After an epoch. Only a larger value is better: an equal one keeps the earlier epoch. NaN never is.
 * @param value a validation figure of which more is better, such as accuracy; negate a loss
 */
export function afterEpoch(state: EarlyStopping, epoch: number, value: number): EarlyStopping {
  if (value > (state.best ?? -Infinity))
    return { ...state, best: value, bestEpoch: epoch, waited: 0, shouldStop: false };
  const waited = state.waited + 1;
  return { ...state, waited, shouldStop: waited >= state.patience };
}
