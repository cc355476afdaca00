import type { NetworkName } from "./metrics.js";

/**
 * One line of `events.jsonl`, and what a caller hears of a run. What does not apply is left out.
 * A network's training gives one event every so many steps (without `validationAccuracy`) and one at the end of each
 * epoch (with it, where there is validation data).
 */
export interface RunEvent {
  /** ISO 8601, with milliseconds. */
  readonly time: string;
  /**
   * What the run is doing: `data` while data is read and `plan` once after it (both again on resume), `train`,
   * `outputs` while the teacher's outputs are computed once, `check` with what was found before a training, `evaluate`, `report`, `done`.
   */
  readonly stage: "plan" | "data" | "train" | "outputs" | "check" | "evaluate" | "report" | "done";
  readonly network?: NetworkName;
  /** 1 for the first. */
  readonly epoch?: number;
  readonly epochs?: number;
  /** Steps done of this network's whole training (of `outputs`: samples done), 1 after the first. */
  readonly step?: number;
  /** Steps of this network's whole training, over all epochs. */
  readonly steps?: number;
  /** Mean of the loss over the steps since the epoch began. */
  readonly loss?: number;
  /** Share of training samples right since the epoch began, 0 … 1. */
  readonly accuracy?: number;
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  readonly learningRate?: number;
  readonly samplesPerSecond?: number;
  /** Of `plan`: what will be trained, in order. */
  readonly plan?: readonly PlannedTraining[];
  /** A sentence for the user. */
  readonly message?: string;
}

/** One training of a run that is to come. */
export interface PlannedTraining {
  readonly network: NetworkName;
  readonly epochs: number;
  /** Steps over all epochs. */
  readonly steps: number;
  /** Steps that are already done, on resume; equal to `steps` for one that is finished. */
  readonly done: number;
  /** What one step costs, in any unit that is the same for all networks; from it the time left is told. */
  readonly cost: number;
}
