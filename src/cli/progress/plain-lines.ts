import type { RunEvent } from "../../run/run-event.js";
import { formatLoss, formatRate, formatShare, formatTime } from "./format.js";
import type { ProgressState } from "./progress-state.js";
import { networkTimeLeft, runTimeLeft } from "./time-left.js";

/**
 * The line that an event is worth where no terminal is there to draw on: about one an epoch, and one a stage.
 * @param before the state before the event
 * @param state  the state after it
 */
export function plainLine(event: RunEvent, before: ProgressState, state: ProgressState): string | undefined {
  if (event.stage === "train" && endsEpoch(event)) return epochLine(event, state);
  const begins = event.stage !== before.stage || event.network !== before.network;
  if (event.stage === "outputs" && begins) return "Computing the teacher's outputs once";
  if (event.stage === "evaluate" && begins) return `Evaluating ${event.network ?? "the networks"} on test data`;
  return undefined;
}

const endsEpoch = ({ epoch, epochs, step, steps }: RunEvent): boolean =>
  epoch !== undefined && epochs !== undefined && step !== undefined && steps !== undefined
    ? step * epochs === epoch * steps
    : false;

function epochLine(event: RunEvent, state: ProgressState): string {
  const network = state.networks.find(({ network }) => network === event.network);
  const part = <T>(value: T | undefined, text: (value: T) => string): string[] =>
    value === undefined ? [] : [text(value)];
  const left = network && networkTimeLeft(network);
  const leftOfRun = runTimeLeft(state);
  return [
    `${event.network ?? ""}: epoch ${event.epoch}/${event.epochs}`,
    ...part(event.loss, (loss) => `loss ${formatLoss(loss)}`),
    ...part(event.accuracy, (share) => `accuracy ${formatShare(share)}`),
    ...part(event.validationAccuracy, (share) => `validation ${formatShare(share)}`),
    ...part(network?.samplesPerSecond, (rate) => `${formatRate(rate)} samples/s`),
    ...part(left || undefined, (ms) => `${formatTime(ms)} left`),
    ...part(leftOfRun || undefined, (ms) => `${formatTime(ms)} left of the run`),
  ].join(", ");
}
