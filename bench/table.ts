/** One measurement: a subject (ours or a peer) on a case. `ratio`: how many times faster ours is than it in this run. */
export interface BenchRow {
  readonly case: string;
  readonly subject: string;
  readonly threads: number;
  readonly median: number;
  readonly unit: string;
  readonly ratio: number;
}

/** A peer that could not be measured, and why. */
export interface SkippedPeer {
  readonly case: string;
  readonly subject: string;
  readonly reason: string;
}

export interface BenchResult {
  readonly rows: readonly BenchRow[];
  readonly skipped: readonly SkippedPeer[];
}

const headings = ["case", "subject", "threads", "median", "ratio"];

/** The rows as an aligned table, a blank line between cases, and below it each skipped peer with its reason. */
export function formatBench({ rows, skipped }: BenchResult): string {
  const cells = rows.map((row) => [
    row.case,
    row.subject,
    String(row.threads),
    `${significant(row.median)} ${row.unit}`,
    `${significant(row.ratio)}x`,
  ]);
  const widths = headings.map((heading, i) => Math.max(heading.length, ...cells.map((line) => line[i]!.length)));
  const format = (line: readonly string[]) =>
    line.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ");
  const lines = [format(headings), format(widths.map((width) => "-".repeat(width)))];
  rows.forEach((row, i) => {
    if (i > 0 && rows[i - 1]!.case !== row.case) lines.push("");
    lines.push(format(cells[i]!));
  });
  if (rows.length > 0) lines.push("", "ratio: how many times faster Limbeck is than the subject, in this run");
  return [...lines, ...mergedSkips(skipped)].join("\n");
}

/** One line a subject and reason, with the cases it holds for. */
function mergedSkips(skipped: readonly SkippedPeer[]): string[] {
  const merged = new Map<string, string[]>();
  for (const { subject, reason, case: name } of skipped) {
    const key = `skipped: ${subject}: ${reason}`;
    merged.set(key, [...(merged.get(key) ?? []), name]);
  }
  return [...merged].map(([line, cases]) => `${line} (${[...new Set(cases)].join(", ")})`);
}

/** Three significant digits, without an exponent. */
const significant = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1))));
