import { writeAtomic } from "../data/write-atomic.js";
import { renderSweepReport } from "../report/index.js";
import { findings } from "./findings.js";
import { sweepFiles, type SweepFolder } from "./sweep-folder.js";
import type { SweepRecord } from "./sweep-record.js";

/** Writes `report.html`; of a sweep without a trial that is done there is nothing to report. */
export async function writeSweepReport(
  folder: SweepFolder,
  record: SweepRecord,
  command: string | undefined,
): Promise<void> {
  const { recipe, axes, seeds, trials, configurations, frontier, verdict } = record;
  if (!configurations || !frontier || !verdict) return;
  const page = renderSweepReport({
    name: recipe,
    axes,
    seeds: seeds.length,
    verdict,
    findings: findings(record),
    configurations,
    frontier,
    softTargets: trials.find(({ metrics }) => metrics?.softTargets)?.metrics?.softTargets ?? [],
    failed: trials.filter(({ state }) => state === "failed"),
    command,
  });
  await writeAtomic(sweepFiles.report(folder), page);
}
