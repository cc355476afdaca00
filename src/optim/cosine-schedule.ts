import { afterWarmUp, cosineBetween, type Schedule, type WarmUp } from "./schedule.js";

export interface CosineScheduleOptions extends WarmUp {
  /** Where it ends, as a fraction of the learning rate; default 0. */
  readonly floor?: number;
}

/**
 * Falls along half a cosine: floor + (1 - floor) · (1 + cos(π · step / steps)) / 2.
 * Source: Loshchilov and Hutter 2016, arXiv:1608.03983, equation 5, without restarts.
 */
export const cosineSchedule = ({ floor = 0, warmup = 0 }: CosineScheduleOptions = {}): Schedule =>
  afterWarmUp(warmup, ({ step, totalSteps }) => cosineBetween(1, floor, step / Math.max(1, totalSteps)));
