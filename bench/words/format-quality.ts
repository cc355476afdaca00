import { table } from "../../src/cli/table.js";
import type { QualityRow } from "./quality.js";

/** The figures with their deviations, a line a case, thread count and subject. */
export function formatQuality(rows: readonly QualityRow[]): string {
  const cells = rows.map(({ case: name, subject, metric, threads, mean, deviation, seeds }) => [
    name,
    metric,
    threads,
    subject,
    `${mean.toFixed(4)} ± ${deviation.toFixed(4)}`,
    seeds,
  ]);
  return table(["case", "metric", "threads", "subject", "mean ± deviation", "seeds"], cells);
}
