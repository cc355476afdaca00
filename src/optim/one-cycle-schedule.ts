import { cosineBetween, type Schedule } from "./schedule.js";

export interface OneCycleScheduleOptions {
  /** The fraction of all steps in which the learning rate rises, default 0.3. */
  readonly rise?: number;
  /** Where it starts, as a fraction of the learning rate; default 1/25. */
  readonly startFactor?: number;
  /** Where it ends, as a fraction of the learning rate; default 4e-6. */
  readonly endFactor?: number;
}

/**
 * Up along half a cosine, then down along another; its rise is its warm-up. The last step trains at the end factor.
 * PyTorch's OneCycleLR with startFactor = 1 / div_factor and endFactor = startFactor / final_div_factor.
 * Source: Smith and Topin 2017, arXiv:1708.07120.
 */
export const oneCycleSchedule =
  ({ rise = 0.3, startFactor = 0.04, endFactor = 4e-6 }: OneCycleScheduleOptions = {}): Schedule =>
  ({ step, totalSteps }) => {
    const peak = Math.max(0, rise * totalSteps - 1);
    if (step < peak) return cosineBetween(startFactor, 1, step / peak);
    return cosineBetween(1, endFactor, (step - peak) / Math.max(1, totalSteps - 1 - peak));
  };
