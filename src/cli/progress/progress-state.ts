import type { NetworkName } from "../../run/metrics.js";
import type { PlannedTraining, RunEvent } from "../../run/run-event.js";

/** How far a run is, from the events heard so far. */
export interface ProgressState {
  /** Networks in the order of the plan, or in that in which they began. */
  readonly networks: readonly NetworkProgress[];
  /** What goes on now. */
  readonly stage: RunEvent["stage"];
  readonly network?: NetworkName | undefined;
  /** Of `outputs`: batches done and in all. */
  readonly step?: number | undefined;
  readonly steps?: number | undefined;
  /** Times of the first and the last event, in milliseconds since 1970. */
  readonly startedAt?: number | undefined;
  readonly now?: number | undefined;
}

/** How far the training of one network is. */
export interface NetworkProgress extends PlannedTraining {
  readonly epoch: number;
  /** Steps that were done when this session began: their time is not known. */
  readonly before: number;
  readonly loss?: number | undefined;
  readonly accuracy?: number | undefined;
  readonly validationAccuracy?: number | undefined;
  readonly samplesPerSecond?: number | undefined;
  /** Milliseconds from the event before the first step to the last step heard of. */
  readonly elapsedMs: number;
  readonly startedAt?: number | undefined;
  /** True once something after the training has been heard of. */
  readonly finished: boolean;
}

export const startState: ProgressState = { networks: [], stage: "data" };

/** The state after an event. */
export function afterEvent(state: ProgressState, event: RunEvent): ProgressState {
  const now = Date.parse(event.time);
  const next: ProgressState = {
    networks: event.plan ? event.plan.map(planned) : finishOthers(state.networks, event),
    stage: event.stage,
    network: event.network,
    step: event.step,
    steps: event.steps,
    startedAt: state.startedAt ?? now,
    now,
  };
  return event.stage === "train" && event.network !== undefined ? withTraining(next, event, state.now ?? now) : next;
}

const planned = (training: PlannedTraining): NetworkProgress => ({
  ...training,
  epoch: Math.floor((training.done / training.steps) * training.epochs),
  before: training.done,
  elapsedMs: 0,
  finished: training.done >= training.steps,
});

/** A network that has begun is finished when another one, or another stage, is heard of. */
const finishOthers = (networks: readonly NetworkProgress[], event: RunEvent): readonly NetworkProgress[] =>
  networks.map((one) =>
    one.startedAt !== undefined && !(event.stage === "train" && event.network === one.network)
      ? { ...one, finished: true }
      : one,
  );

function withTraining(state: ProgressState, event: RunEvent, lastHeard: number): ProgressState {
  const now = Date.parse(event.time);
  const known = state.networks.find(({ network }) => network === event.network);
  const { epochs = 1, steps = 1 } = event;
  const before = known ?? planned({ network: event.network!, epochs, steps, done: 0, cost: 1 });
  const startedAt = before.startedAt ?? lastHeard;
  const after: NetworkProgress = {
    ...before,
    epochs: event.epochs ?? before.epochs,
    steps: event.steps ?? before.steps,
    epoch: event.epoch ?? before.epoch,
    done: event.step ?? before.done,
    loss: event.loss ?? before.loss,
    accuracy: event.accuracy ?? before.accuracy,
    validationAccuracy: event.validationAccuracy ?? before.validationAccuracy,
    // 0 where it was not measured: a resumed epoch may have no batch left.
    samplesPerSecond: event.samplesPerSecond || before.samplesPerSecond,
    startedAt,
    elapsedMs: now - startedAt,
    finished: false,
  };
  return {
    ...state,
    networks: known
      ? state.networks.map((one) => (one.network === event.network ? after : one))
      : [...state.networks, after],
  };
}
