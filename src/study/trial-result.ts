import type { Metrics } from "../run/index.js";
import type { Setting } from "./trials.js";

/** A finished trial. */
export interface TrialResult {
  readonly id: string;
  readonly setting: Setting;
  readonly seed: number;
  /** The same for trials whose students, apart from the seed, are built and trained alike but for what they learn from. */
  readonly studentKey: string;
  readonly metrics: Metrics;
}
