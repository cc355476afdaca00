import type { SweepProgress } from "../../study/index.js";
import { formatTime } from "./format.js";
import type { LiveArea } from "./live-area.js";

/** Shows how far a sweep is: a live line on a terminal, else a line for each trial that ends. */
export function showSweep(
  area: LiveArea,
  { quiet, clock = Date.now }: { readonly quiet: boolean; readonly clock?: () => number },
): { readonly show: (progress: SweepProgress) => void; readonly end: () => void } {
  const started = clock();
  let ended = -1;
  return {
    show(progress) {
      if (quiet) return;
      const line = sweepLine(progress, clock() - started);
      if (area.live) area.draw([line.slice(0, area.columns), ...running(progress, area.columns)]);
      else if (progress.done + progress.failed !== ended) area.print(line);
      ended = progress.done + progress.failed;
    },
    end: () => area.leave(),
  };
}

/** "12 of 50 trials, 1 failed, 4:20 so far, 13:10 left". */
export function sweepLine({ trials, done, failed, jobs, jobsDone, running }: SweepProgress, elapsedMs: number): string {
  const share = (jobsDone + running.reduce((sum, { share }) => sum + share, 0)) / Math.max(1, jobs);
  const left = (elapsedMs * (1 - share)) / share;
  return [
    `${done} of ${trials} trials`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    `${formatTime(elapsedMs)} so far`,
    // The first minute's guess is worth nothing.
    ...(share > 0.02 && share < 1 ? [`about ${formatTime(left)} left`] : []),
  ].join(", ");
}

const running = ({ running }: SweepProgress, columns: number): string[] =>
  running.map(({ id, share }) => `  ${String(Math.floor(100 * share)).padStart(3)}% ${id}`.slice(0, columns));
