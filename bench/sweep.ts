import { join } from "node:path";
import { readEvents, readMetrics, runFiles } from "../src/run/index.js";
import { parseAxes, prepareSweepFolder, search } from "../src/study/index.js";
import type { BenchOptions, BenchReport } from "./bench.js";
import { mean } from "simple-statistics";
import { deviation } from "../src/study/statistics/index.js";

/** When a trial ended, in milliseconds since 1970, and for how many seconds it trained. */
interface Trial {
  readonly end: number;
  readonly training: number;
}

/**
 * What of a sweep's time is not training: trials of `mnist` with a student of 2 x 30 units, one after another in one
 * process, from the end of each to the end of the next.
 */
export async function sweepBench({ runs, set, progress }: BenchOptions): Promise<BenchReport> {
  const folder = await prepareSweepFolder({ name: "mnist", out: join(runs, "sweep"), resume: false, force: true });
  const record = await search({
    recipe: "mnist",
    set: ["student.hidden=[30,30]", "teacher.training.epochs=1", ...set],
    axes: parseAxes(["temperature=1,2,4,8,16"]),
    seeds: [0],
    workers: 1,
    folder,
    onProgress: ({ done, trials }) => progress(`${done} of ${trials} trials`),
  });
  const trials = await Promise.all(record.trials.map(({ id }) => timesOf(join(folder.path, "trials", id))));
  trials.sort((a, b) => a.end - b.end);
  // The first one also computes the teacher's outputs, once for all: it is not a trial like the others.
  const others = trials.slice(1).map(({ training, end }, i) => {
    const seconds = (end - trials[i]!.end) / 1000;
    return { seconds, share: 1 - training / seconds };
  });
  const shares = others.map(({ share }) => share);
  const seconds = mean(others.map(({ seconds }) => seconds));
  return {
    rows: [
      {
        case: "mnist, student of 2 x 30",
        subject: "a trial",
        metric: "share that is not training",
        mean: mean(shares),
        deviation: deviation(shares),
        seeds: shares.length,
      },
    ],
    text: `A trial takes ${seconds.toFixed(1)} s; ${(100 * mean(shares)).toFixed(1)}% ± ${(100 * deviation(shares)).toFixed(1)} of it is not training.`,
  };
}

async function timesOf(path: string): Promise<Trial> {
  const folder = { path };
  const events = await readEvents(runFiles.events(folder));
  const metrics = await readMetrics(folder);
  return {
    end: Date.parse(events.at(-1)!.time),
    training: metrics!.seconds["student"]!,
  };
}
