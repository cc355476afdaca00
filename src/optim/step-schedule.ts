import { afterWarmUp, type Schedule, type WarmUp } from "./schedule.js";

export interface StepScheduleOptions extends WarmUp {
  /** Epochs, counted from the start of training, after which the learning rate is cut. */
  readonly milestones: readonly number[];
  /** What it is multiplied by at each, default 0.1. */
  readonly factor?: number;
}

/** Cuts the learning rate at each milestone, as PyTorch's MultiStepLR. */
export const stepSchedule = ({ milestones, factor = 0.1, warmup = 0 }: StepScheduleOptions): Schedule =>
  afterWarmUp(warmup, ({ step, warmupSteps, stepsPerEpoch }) => {
    const passed = milestones.filter((epoch) => step + warmupSteps >= Math.round(epoch * stepsPerEpoch));
    return factor ** passed.length;
  });
