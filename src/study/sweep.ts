import PQueue from "p-queue";
import { cpus } from "node:os";
import { readMetrics } from "../run/index.js";
import { lockRun } from "../run/run-lock.js";
import { LimbeckError, RunFolderError } from "../tensor/index.js";
import type { Axis } from "./axis.js";
import { frontier, knee, smallest } from "./frontier.js";
import type { Job } from "./job.js";
import { JobFailure, JobPool } from "./job-pool.js";
import { summarize } from "./summarize.js";
import { readSweepRecord, writeSweepRecord, type SweepFolder } from "./sweep-folder.js";
import { planTrials, type PlannedTrial } from "./sweep-plan.js";
import type { SweepRecord, TrialRecord } from "./sweep-record.js";
import type { Setting } from "./trials.js";
import { verdict } from "./verdict.js";
import { writeSweepReport } from "./write-sweep-report.js";

export interface SweepOptions {
  /** A recipe's file or the name of a built-in. */
  readonly recipe: string;
  /** Each `path=value`, set for every trial. */
  readonly set?: readonly string[];
  readonly axes: readonly Axis[];
  readonly settings: readonly Setting[];
  /** One or more; teachers are trained with the first. */
  readonly seeds: readonly number[];
  readonly folder: SweepFolder;
  /** How far below the teacher the smallest student may be, as a share. Default 0.01. */
  readonly within?: number;
  /** Processes that train at the same time. Default: one a core. */
  readonly workers?: number;
  readonly cwd?: string;
  /** The command line that repeats the sweep: the report shows it. */
  readonly command?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SweepProgress) => void;
}

/** How far a sweep is. */
export interface SweepProgress {
  /** Numbers of trials. */
  readonly trials: number;
  readonly done: number;
  readonly failed: number;
  /** What is trained now, and how much of it is done, 0 … 1. */
  readonly running: readonly { readonly id: string; readonly share: number }[];
  /** Trials, teachers and baselines that this session has to train, and how many of them it has. */
  readonly jobs: number;
  readonly jobsDone: number;
}

/**
 * Trains a student for each setting and seed, with one teacher for all that share it and one baseline for each student
 * and seed, in processes beside each other. What the folder holds already is not trained again; killed at any moment and
 * begun again with the same options, a sweep ends with the same figures.
 * @throws LimbeckError for recipes, data and folders that cannot be used
 * @throws the signal's reason when aborted, after checkpoints
 */
export async function sweep(options: SweepOptions): Promise<SweepRecord> {
  const { folder, set = [], cwd = process.cwd() } = options;
  const plan = await planTrials({ ...options, set: ["threads=1", ...set], folder: folder.path, cwd });
  const before = await readSweepRecord(folder);
  if (before) checkSameSweep(before, options);
  const unlock = await lockRun(folder);
  try {
    return await new Sweep(options, plan).run();
  } finally {
    await unlock();
  }
}

class Sweep {
  readonly #options: SweepOptions;
  readonly #plan: readonly PlannedTrial[];
  readonly #trials = new Map<string, TrialRecord>();
  readonly #pool = new JobPool();
  readonly #queue: PQueue;
  readonly #shared = new Map<string, Promise<void>>();
  readonly #running = new Map<string, number>();
  /** Aborts when the caller does, and when something fails that concerns all trials. */
  readonly #stop = new AbortController();
  #jobs = 0;
  #jobsDone = 0;

  constructor(options: SweepOptions, plan: readonly PlannedTrial[]) {
    this.#options = options;
    this.#plan = plan;
    this.#queue = new PQueue({ concurrency: options.workers ?? cpus().length });
  }

  async run(): Promise<SweepRecord> {
    const { signal } = this.#options;
    const stop = (): void => this.#stop.abort(signal!.reason);
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
    try {
      for (const trial of this.#plan) this.#trials.set(trial.id, await recordOf(trial));
      await this.#write(this.#states());
      const open = this.#plan.filter(({ id }) => this.#trials.get(id)!.state === "waiting");
      this.#jobs = new Set(open.flatMap(({ teacher, baseline, job }) => [teacher?.id, baseline.id, job.id])).size;
      this.#tell();
      await Promise.all(open.map((trial) => this.#carryOut(trial)));
      this.#stop.signal.throwIfAborted();
      const { within = 0.01 } = this.#options;
      const record = { ...this.#states(), ...conclusions([...this.#trials.values()], within) };
      await this.#write(record);
      await writeSweepReport(this.#options.folder, record, this.#options.command);
      return record;
    } finally {
      signal?.removeEventListener("abort", stop);
      await this.#queue.onIdle();
      this.#pool.dispose();
    }
  }

  async #carryOut({ id, teacher, baseline, job }: PlannedTrial): Promise<void> {
    const waiting = this.#trials.get(id)!;
    try {
      if (teacher) await this.#once(teacher);
      await this.#once(baseline);
      await this.#runJob(job);
      const metrics = await readMetrics({ path: job.folder });
      this.#trials.set(id, { ...waiting, state: "done", ...(metrics && { metrics }) });
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      if (!(error instanceof JobFailure) || error.kind !== "training") {
        this.#stop.abort(asError(error));
        return;
      }
      this.#trials.set(id, { ...waiting, state: "failed", message: error.message });
    }
    await this.#write(this.#states());
    this.#tell();
  }

  /** A job that several trials wait for. */
  #once(job: Job): Promise<void> {
    const begun = this.#shared.get(job.id) ?? this.#runJob(job);
    this.#shared.set(job.id, begun);
    return begun;
  }

  async #runJob(job: Job): Promise<void> {
    await this.#queue.add(async () => {
      const tell = (share: number): void => {
        this.#running.set(job.id, share);
        this.#tell();
      };
      try {
        await this.#pool.run(job, this.#stop.signal, tell);
      } finally {
        this.#running.delete(job.id);
        this.#jobsDone += 1;
      }
    });
  }

  #tell(): void {
    const trials = [...this.#trials.values()];
    this.#options.onProgress?.({
      trials: trials.length,
      done: trials.filter(({ state }) => state === "done").length,
      failed: trials.filter(({ state }) => state === "failed").length,
      running: [...this.#running].map(([id, share]) => ({ id, share })),
      jobs: this.#jobs,
      jobsDone: this.#jobsDone,
    });
  }

  /** What is tried, and how far it is. */
  #states(): SweepRecord {
    const { recipe, set = [], axes, seeds } = this.#options;
    return { format: 1, recipe, set, axes, seeds, trials: [...this.#trials.values()] };
  }

  #write(record: SweepRecord): Promise<void> {
    return writeSweepRecord(this.#options.folder, record);
  }
}

/** What the trials that are done say. */
function conclusions(trials: readonly TrialRecord[], within: number): Partial<SweepRecord> {
  const results = trials.flatMap(({ set, metrics, ...rest }) => (metrics ? { ...rest, setting: set, metrics } : []));
  if (results.length === 0) return {};
  const configurations = summarize(results);
  const points = frontier(results, configurations);
  const [at, least] = [knee(points), smallest(points, within)];
  return {
    configurations,
    frontier: points,
    ...(at && { knee: at }),
    ...(least && { smallest: least }),
    verdict: verdict(configurations, results[0]!.metrics.seconds["teacher"]),
  };
}

async function recordOf({ id, setting, seed, studentKey, job }: PlannedTrial): Promise<TrialRecord> {
  const metrics = await readMetrics({ path: job.folder });
  return { id, set: setting, seed, studentKey, state: metrics ? "done" : "waiting", ...(metrics && { metrics }) };
}

/** A sweep may go on with other axes and more seeds, but not with another recipe. */
function checkSameSweep(before: SweepRecord, { recipe, set = [], seeds, folder }: SweepOptions): void {
  const differs =
    before.recipe !== recipe
      ? [`recipe ${recipe}`, before.recipe]
      : before.set.join("\n") !== set.join("\n")
        ? [`--set ${set.join(" --set ") || "nothing"}`, before.set.join(" --set ") || "nothing"]
        : before.seeds[0] !== seeds[0]
          ? [`first seed ${seeds[0]!}`, String(before.seeds[0])]
          : undefined;
  if (!differs) return;
  throw new RunFolderError(
    `${folder.path} holds another sweep: got ${differs[0]!}, it has ${differs[1]!}. ` +
      `Give the same options as before, or choose another folder with --out.`,
  );
}

/** What concerns all trials, as an error of ours or of the user. */
function asError(error: unknown): Error {
  if (!(error instanceof JobFailure)) return error as Error;
  const message = `${error.job.id}: ${error.message}`;
  return error.kind === "user" ? new LimbeckError(message) : new Error(message);
}
