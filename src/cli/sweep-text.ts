import { findings, type SweepRecord } from "../study/index.js";
import type { Paint } from "./output.js";
import { formatShare } from "./progress/format.js";
import { table } from "./table.js";

/** What a sweep found, for people: each setting with its gain and how sure it is, the frontier, the verdict. */
export function sweepText(record: SweepRecord, paint: Paint): string {
  const { axes, configurations = [], verdict, trials } = record;
  const failed = trials.filter(({ state }) => state === "failed");
  const header = [
    ...axes.map(({ path }) => path),
    "parameters",
    "student",
    "baseline",
    "gain (95% interval)",
    "p",
    "seeds",
  ];
  const rows = configurations.map(({ setting, parameters, student, baseline, gain, seeds }) => [
    ...axes.map(({ path }) => setting[path] ?? ""),
    parameters,
    share(student),
    share(baseline),
    signed(gain.mean) + (seeds.length > 1 ? ` (${signed(gain.interval[0])} to ${signed(gain.interval[1])})` : ""),
    Number.isNaN(gain.corrected) ? null : gain.corrected,
    seeds.length,
  ]);
  const [titles, ...lines] = table(header, rows).split("\n");
  return [
    paint("bold", titles!),
    ...lines,
    ...(rows.length > 1 ? ["p: paired over seeds, corrected for all comparisons of the table (Holm)"] : []),
    "",
    ...findings(record),
    ...(verdict ? [verdict.text] : []),
    ...failed.map(({ id, message }) => paint("yellow", `failed: ${id}: ${message}`)),
  ].join("\n");
}

const share = ({ mean, deviation }: { mean: number; deviation: number }): string =>
  formatShare(mean) + (Number.isNaN(deviation) ? "" : ` ± ${(100 * deviation).toFixed(2)}`);

/** A difference of shares in points. */
const signed = (share: number): string => `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(2)}`;
