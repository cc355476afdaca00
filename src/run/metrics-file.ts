import { readIfThere } from "../data/read-if-there.js";
import { writeAtomic } from "../data/write-atomic.js";
import { parseRecord } from "./json-record.js";
import type { Metrics } from "./metrics.js";
import { runFiles, type RunFolder } from "./run-folder.js";

/** Writes `metrics.json`; with it the run is finished. */
export const writeMetrics = (folder: RunFolder, metrics: Metrics): Promise<void> =>
  writeAtomic(runFiles.metrics(folder), `${JSON.stringify(metrics, null, 2)}\n`);

/** The figures of a finished run; undefined while it is not finished. */
export async function readMetrics(folder: RunFolder): Promise<Metrics | undefined> {
  const path = runFiles.metrics(folder);
  const bytes = await readIfThere(path);
  return (
    bytes &&
    parseRecord(String(bytes), path, `expected the figures of a run, with "format": 1. Is it of a later Limbeck?`)
  );
}
