import { LimbeckError, TrainingFailure } from "../tensor/index.js";
import type { Job } from "./job.js";
import { runJob } from "./run-job.js";

/** What the process of a pool hears. */
export type ToProcess = { readonly job: Job } | { readonly stop: true };

/** What it says. */
export type FromProcess =
  | { readonly progress: { readonly step: number; readonly steps: number } }
  | { readonly done: true }
  | { readonly stopped: true }
  | { readonly failed: string; readonly kind: FailureKind };

/** training: this trial cannot be trained; user: what was asked for is wrong; fault: one of ours. */
export type FailureKind = "training" | "user" | "fault";

/** Carries out one job after another, as they are sent, in a process of its own: what a run leaks in native memory ends
 * with it. Ctrl-C reaches the whole group of processes: the sweep decides what is stopped, not the terminal. */
function listen(): void {
  const send = (message: FromProcess): void => void process.send!(message);
  let stop = new AbortController();
  process.on("SIGINT", () => undefined);
  process.on("disconnect", () => stop.abort()); // the sweep itself is gone
  process.on("message", (message: ToProcess) => {
    if ("stop" in message) {
      stop.abort();
      return;
    }
    stop = new AbortController();
    void carryOut(message.job, stop.signal, send).then(send, () => process.exit(1));
  });
}

async function carryOut(job: Job, signal: AbortSignal, send: (message: FromProcess) => void): Promise<FromProcess> {
  try {
    await runJob(job, {
      signal,
      onEvent: ({ step, steps, stage }) => {
        if (stage === "train" && step !== undefined && steps !== undefined) send({ progress: { step, steps } });
      },
    });
    return { done: true };
  } catch (error) {
    if (signal.aborted) return { stopped: true };
    if (!(error instanceof Error)) return { failed: String(error), kind: "fault" };
    const kind = error instanceof TrainingFailure ? "training" : error instanceof LimbeckError ? "user" : "fault";
    return { failed: kind === "fault" ? (error.stack ?? error.message) : error.message, kind };
  }
}

listen();
