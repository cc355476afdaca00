/** Where a training is: `step` counts from 0; an epoch may be a part of one. */
export interface Progress {
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
}

/** The factor that a step's learning rate is multiplied by, 1 at its peak. A pure function: resuming needs no state. */
export type Schedule = (progress: Progress) => number;

/** How schedules with a warm-up rise. */
export interface WarmUp {
  /** Epochs, also a part of one, in which the factor rises from 0 in a line; default 0. */
  readonly warmup?: number;
}

/**
 * A schedule that starts after a warm-up: during it the factor of step i of n is (i + 1) / (n + 1), so that no step is
 * lost on a rate of 0; after it `rest` sees the remaining steps, counted from 0.
 */
export const afterWarmUp =
  (warmup: number, rest: (progress: Progress & { readonly warmupSteps: number }) => number): Schedule =>
  ({ step, totalSteps, stepsPerEpoch }) => {
    const warmupSteps = Math.min(totalSteps, Math.round(warmup * stepsPerEpoch));
    if (step < warmupSteps) return (step + 1) / (warmupSteps + 1);
    return rest({ step: step - warmupSteps, totalSteps: totalSteps - warmupSteps, stepsPerEpoch, warmupSteps });
  };

/** From `from` to `to` along half a cosine as `share` goes from 0 to 1. */
export const cosineBetween = (from: number, to: number, share: number): number =>
  to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(1, share)))) / 2;
