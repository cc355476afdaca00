import type { Metrics } from "../run/index.js";
import type { Axis } from "./axis.js";
import type { FrontierPoint, Smallest } from "./frontier.js";
import type { Configuration } from "./summarize.js";
import type { Setting } from "./trials.js";
import type { Verdict } from "./verdict.js";

/** `sweep.json`: what a sweep tries, how far it is, and what it found. */
export interface SweepRecord {
  readonly format: 1;
  /** The recipe's file or the name of a built-in. */
  readonly recipe: string;
  /** Each `path=value`, set for every trial. */
  readonly set: readonly string[];
  readonly axes: readonly Axis[];
  readonly seeds: readonly number[];
  readonly trials: readonly TrialRecord[];
  /** Each setting over its seeds; it and the rest are there once the sweep has ended. */
  readonly configurations?: readonly Configuration[];
  readonly frontier?: readonly FrontierPoint[];
  readonly knee?: FrontierPoint;
  readonly smallest?: Smallest;
  readonly verdict?: Verdict;
}

/** One trial. */
export interface TrialRecord {
  /** Also the name of its folder in trials/. */
  readonly id: string;
  readonly set: Setting;
  readonly seed: number;
  readonly studentKey: string;
  readonly state: "waiting" | "done" | "failed";
  /** Of a trial that is done. */
  readonly metrics?: Metrics;
  /** Why one failed. */
  readonly message?: string;
}
