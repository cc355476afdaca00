import { readFile } from "node:fs/promises";
import { fileError, writeAtomic } from "../data/write-atomic.js";
import { FormatError } from "../tensor/index.js";
import type { Metrics } from "./metrics.js";
import { runFiles, type RunFolder } from "./run-folder.js";

/** Writes `metrics.json`; with it the run is finished. */
export const writeMetrics = (folder: RunFolder, metrics: Metrics): Promise<void> =>
  writeAtomic(runFiles.metrics(folder), `${JSON.stringify(metrics, null, 2)}\n`);

/** The figures of a finished run; undefined while it is not finished. */
export async function readMetrics(folder: RunFolder): Promise<Metrics | undefined> {
  const path = runFiles.metrics(folder);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fileError(error, path, "read");
  });
  if (text === undefined) return undefined;
  try {
    const metrics = JSON.parse(text) as Metrics | null;
    if (metrics?.format === 1) return metrics;
  } catch (cause) {
    throw new FormatError(`${path}: is no JSON: ${(cause as Error).message}`, { cause });
  }
  throw new FormatError(`${path}: expected the figures of a run, with "format": 1. Is it of a later Limbeck?`);
}
