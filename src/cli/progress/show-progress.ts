import type { RunEvent } from "../../run/run-event.js";
import type { Paint } from "../output.js";
import type { LiveArea } from "./live-area.js";
import { liveView } from "./live-view.js";
import { plainLine } from "./plain-lines.js";
import { afterEvent, startState } from "./progress-state.js";

/** Shows the events of a run: live lines on a terminal, else plain lines. */
export interface Progress {
  readonly show: (event: RunEvent) => void;
  /** Draws the last state, which then stays. */
  end(): void;
}

/** At most ten frames a second. */
const frameMs = 100;

export interface ProgressOptions {
  readonly quiet: boolean;
  readonly paint: Paint;
  /** Milliseconds now; given in tests. */
  readonly clock?: () => number;
}

export function showProgress(area: LiveArea, { quiet, paint, clock = Date.now }: ProgressOptions): Progress {
  if (quiet) return { show: () => undefined, end: () => undefined };
  let state = startState;
  let drawnAt = -Infinity;
  let ended = false;
  return {
    show(event) {
      const before = state;
      state = afterEvent(state, event);
      if (event.message !== undefined) area.print(event.message);
      if (!area.live) {
        const line = plainLine(event, before, state);
        if (line !== undefined) area.print(line);
      } else if (clock() - drawnAt >= frameMs) {
        drawnAt = clock();
        area.draw(liveView(state, area.columns, paint));
      }
    },
    end() {
      if (ended) return;
      ended = true;
      if (area.live && state !== startState) area.draw(liveView(state, area.columns, paint));
      area.leave();
    },
  };
}
