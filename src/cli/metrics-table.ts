import type { Metrics, ModelMetrics } from "../run/metrics.js";
import type { Paint } from "./output.js";
import { formatShare, formatTime } from "./progress/format.js";
import { table } from "./table.js";

/** The figures of a run for people: what each network reaches on test data, and what distilling gained. */
export function metricsTable({ models, ensembles = {}, agreement, retention, seconds }: Metrics, paint: Paint): string {
  const header = ["", "parameters", "bytes", "accuracy", "errors", "log loss", "ece", "ms (p50)"];
  const row = (network: string, model: ModelMetrics): (string | number)[] => [
    network,
    model.parameters,
    model.bytes,
    formatShare(model.test.accuracy),
    model.test.errors,
    model.test.logLoss,
    model.test.ece,
    model.latencyMs.p50,
  ];
  const [titles, ...rows] = table(
    header,
    Object.entries(models).flatMap(([network, model]) => (model ? [row(network, model)] : [])),
  ).split("\n");
  const total = seconds["total"];
  return [
    paint("bold", titles!),
    ...rows,
    "",
    gain(models.baseline.test.errors, models.student.test.errors, paint),
    ...(agreement === undefined || retention === undefined
      ? []
      : [
          `Student and teacher agree on ${formatShare(agreement)}; ` +
            `the student keeps ${formatShare(retention)} of the teacher's accuracy.`,
        ]),
    ...Object.entries(ensembles).map(
      ([name, { errors }]) => `The ${name} together make ${errors} errors, their probabilities averaged.`,
    ),
    ...(total === undefined ? [] : [`Time: ${formatTime(1000 * total)}`]),
  ].join("\n");
}

/** What the student gained over the same network trained on labels alone. */
function gain(baseline: number, student: number, paint: Paint): string {
  if (baseline === student) return `The student makes as many errors as its baseline: ${student}.`;
  const difference = Math.abs(baseline - student);
  const share = baseline === 0 ? "" : ` (${formatShare(difference / baseline)})`;
  const errors = difference === 1 ? "1 error" : `${difference} errors`;
  return student < baseline
    ? paint("green", `The student makes ${errors} fewer than its baseline${share}.`)
    : paint("yellow", `The student makes ${errors} more than its baseline${share}.`);
}
