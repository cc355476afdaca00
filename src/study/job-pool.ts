import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Job } from "./job.js";
import type { FailureKind, FromProcess, ToProcess } from "./job-process.js";

/** A job that could not be carried out. */
export class JobFailure extends Error {
  override readonly name = "JobFailure";
  constructor(
    readonly job: Job,
    readonly kind: FailureKind,
    message: string,
  ) {
    super(message);
  }
}

/** After so many jobs a process makes way for a new one: sessions that are made and released leak. */
const jobsOfAProcess = 20;

/** Processes that carry out jobs, each one at a time. */
export class JobPool {
  readonly #idle: ChildProcess[] = [];
  readonly #busy = new Set<ChildProcess>();
  readonly #served = new Map<ChildProcess, number>();

  /**
   * Carries out a job in a process that is free, or in a new one.
   * @throws JobFailure if it fails
   * @throws the signal's reason if it was stopped
   */
  async run(job: Job, signal: AbortSignal, onProgress: (share: number) => void): Promise<void> {
    signal.throwIfAborted();
    const process = this.#idle.pop() ?? start();
    this.#busy.add(process);
    const stop = (): void => say(process, { stop: true });
    signal.addEventListener("abort", stop);
    try {
      await finish(process, job, signal, onProgress);
    } finally {
      signal.removeEventListener("abort", stop);
      this.#busy.delete(process);
      this.#retire(process);
    }
  }

  /** Ends all processes. */
  dispose(): void {
    for (const process of [...this.#idle, ...this.#busy]) process.kill("SIGKILL");
    this.#idle.length = 0;
  }

  #retire(process: ChildProcess): void {
    const served = (this.#served.get(process) ?? 0) + 1;
    this.#served.set(process, served);
    if (served < jobsOfAProcess && process.connected) this.#idle.push(process);
    else process.kill();
  }
}

function finish(
  process: ChildProcess,
  job: Job,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      process.off("message", hear);
      process.off("exit", lost);
    };
    const lost = (code: number | null, by: string | null): void => {
      end();
      const how = by === null ? `with exit code ${code}` : `by ${by}`;
      reject(
        new JobFailure(job, "fault", `the process that trained it ended ${how}; with too little memory this happens`),
      );
    };
    const hear = (message: FromProcess): void => {
      if ("progress" in message) return onProgress(message.progress.step / message.progress.steps);
      end();
      if ("done" in message) resolve();
      else if ("stopped" in message) reject(signal.reason as Error);
      else reject(new JobFailure(job, message.kind, message.failed));
    };
    process.on("message", hear);
    process.on("exit", lost);
    say(process, { job });
  });
}

const say = (process: ChildProcess, message: ToProcess): void => {
  if (process.connected) process.send(message);
};

/** In the repository a process runs from the sources, as the command does. */
function start(): ChildProcess {
  const fromSource = import.meta.url.endsWith(".ts");
  const program = new URL(fromSource ? "job-process.ts" : "job-process.js", import.meta.url);
  return fork(fileURLToPath(program), {
    execArgv: fromSource ? ["--import", import.meta.resolve("tsx")] : [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}
