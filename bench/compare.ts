import { median } from "./median.js";
import type { BenchRow } from "./table.js";

/** One subject at one thread count, and the milliseconds of all its steps. */
export interface Contestant {
  readonly subject: string;
  readonly threads: number;
  readonly ms: number[];
}

/**
 * The rows of a case: all subjects at equal thread counts, then each at its best, the thread count that was fastest for
 * it, set against ours at our best.
 * @param contestants ours first, at every thread count that another has
 */
export function compare(name: string, contestants: readonly Contestant[]): BenchRow[] {
  const medians = contestants.map(({ subject, threads, ms }) => ({
    subject,
    threads,
    median: median(ms),
  }));
  const our = medians[0]?.subject; // the first command is ours
  const bestOf = (subject: string | undefined) =>
    medians.filter((row) => row.subject === subject).reduce((a, b) => (b.median < a.median ? b : a));
  const row = (theirs: (typeof medians)[number], reference: number, suffix = ""): BenchRow => ({
    case: name,
    subject: theirs.subject + suffix,
    threads: theirs.threads,
    median: theirs.median,
    unit: "ms",
    ratio: theirs.median / reference,
  });
  const equal = medians.map((theirs) =>
    row(theirs, medians.find(({ subject, threads }) => subject === our && threads === theirs.threads)!.median),
  );
  const subjects = [...new Set(medians.map(({ subject }) => subject))];
  return [
    ...equal.sort((a, b) => a.threads - b.threads),
    ...subjects.map((subject) => row(bestOf(subject), bestOf(our).median, ", at its best")),
  ];
}
