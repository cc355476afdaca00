import {
  bytes,
  count,
  decimal4,
  isFigure,
  milliseconds,
  MISSING,
  percent,
  seconds,
  signed,
  significant,
} from "../format.js";
import { html, type Html } from "../html.js";
import { networksOf, tag, type NamedNetwork } from "../network-style.js";
import type { ReportData, Role } from "../report-data.js";

/** One line of the table: how to find a network's figure, to show it, and to compare two. */
interface Measure {
  readonly name: string;
  readonly note?: string;
  readonly better: "higher" | "lower";
  readonly of: (network: NamedNetwork, data: ReportData) => number | null | undefined;
  readonly show: (value: number | null | undefined) => string;
  readonly difference: (from: number, to: number) => string;
}

const points = (from: number, to: number): string => `${signed(100 * (to - from), 2)} pp`;
const absolute = (from: number, to: number): string => signed(to - from, 4);
const counted = (from: number, to: number): string =>
  signed(to - from, 0) + (from > 0 && from !== to ? ` (${signed((100 * (to - from)) / from, 1)}%)` : "");
/** "10.1× less": how many times smaller or larger, for what is measured from zero; below `noise`, about the same. */
const times = (less: string, more: string, noise: number) => (from: number, to: number) => {
  if (from === to) return "same";
  if (from <= 0 || to <= 0) return MISSING;
  const factor = Math.max(from, to) / Math.min(from, to);
  return factor < noise ? "≈ same" : `${significant(factor)}× ${to < from ? less : more}`;
};

const QUALITY: readonly Measure[] = [
  { name: "Accuracy", better: "higher", of: (n) => n.test?.accuracy, show: percent, difference: points },
  { name: "Errors", better: "lower", of: (n) => n.test?.errors, show: count, difference: counted },
  { name: "Macro-F1", better: "higher", of: (n) => n.test?.macroF1, show: decimal4, difference: absolute },
  { name: "Log loss", note: "nats", better: "lower", of: (n) => n.test?.logLoss, show: decimal4, difference: absolute },
  {
    name: "Calibration error",
    note: "ECE",
    better: "lower",
    of: (n) => n.test?.ece,
    show: decimal4,
    difference: absolute,
  },
];
const FIDELITY: readonly Measure[] = [
  {
    name: "Retention",
    note: "accuracy / teacher's",
    better: "higher",
    of: (n, { retention }) => (n.role === "teacher" ? undefined : retention?.[n.role]),
    show: percent,
    difference: points,
  },
  {
    name: "Agreement",
    note: "same answer as the teacher",
    better: "higher",
    of: (n, { agreement }) => (n.role === "teacher" ? undefined : agreement?.[n.role]),
    show: percent,
    difference: points,
  },
];
const smaller = times("smaller", "larger", 1.005);
const faster = times("faster", "slower", 1.05);
const COST: readonly Measure[] = [
  {
    name: "Parameters",
    better: "lower",
    of: (n) => n.parameters,
    show: count,
    difference: times("fewer", "more", 1.005),
  },
  { name: "Size", note: "model.onnx", better: "lower", of: (n) => n.bytes, show: bytes, difference: smaller },
  {
    name: "Latency p50",
    note: "batch 1",
    better: "lower",
    of: (n) => n.latencyMs?.p50,
    show: milliseconds,
    difference: faster,
  },
  {
    name: "Latency p95",
    note: "batch 1",
    better: "lower",
    of: (n) => n.latencyMs?.p95,
    show: milliseconds,
    difference: faster,
  },
  { name: "Training time", better: "lower", of: (n) => n.seconds, show: seconds, difference: faster },
];

/** Teacher, baseline and student side by side, with the student's differences to the other two. */
export function comparisonTable(data: ReportData): Html | undefined {
  const networks = networksOf(data);
  if (networks.length === 0) return undefined;
  const student = networks.find(({ role }) => role === "student");
  const others = student ? networks.filter(({ role }) => role !== "student").reverse() : [];
  const body = (title: string, measures: readonly Measure[]): Html | undefined => {
    const known = measures.filter((measure) => networks.some((network) => isFigure(measure.of(network, data))));
    if (known.length === 0) return undefined;
    return html`<tbody>
      <tr class="group">
        <th scope="rowgroup" colspan="${1 + networks.length + others.length}"><span>${title}</span></th>
      </tr>
      ${known.map((measure) => line(measure, networks, student, others, data))}
    </tbody>`;
  };
  return html`<section id="comparison">
    <h2>Comparison</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Figures of the networks">
      <table class="comparison">
        <thead>
          <tr>
            <th scope="col"><span class="unseen">Measure</span></th>
            ${networks.map(
              ({ role, model }) => html`<th scope="col" class="number">${tag(role)}<small>${model}</small></th>`,
            )}
            ${others.map(
              ({ role }) => html`<th scope="col" class="number against">Student<small>against the ${role}</small></th>`,
            )}
          </tr>
        </thead>
        ${body(`On ${count(data.samples.test)} test samples`, QUALITY)} ${body("Against the teacher", FIDELITY)}
        ${body("Cost", COST)}
      </table>
    </div>
    <p class="note">
      pp: percentage points. Calibration error over 15 equal-width bins. Latency on one thread. Each network's weights
      are those of its best epoch on validation data; test data was read once, at the end.
    </p>
  </section>`;
}

function line(
  measure: Measure,
  networks: readonly NamedNetwork[],
  student: NamedNetwork | undefined,
  others: readonly NamedNetwork[],
  data: ReportData,
): Html {
  const at = (network: NamedNetwork): number | null | undefined => measure.of(network, data);
  return html`<tr>
    <th scope="row">${measure.name}${measure.note && html` <small>${measure.note}</small>`}</th>
    ${networks.map((network) => html`<td class="number ${strong(network.role)}">${measure.show(at(network))}</td>`)}
    ${student && others.map((other) => difference(measure, at(other), at(student)))}
  </tr>`;
}

function strong(role: Role): string {
  return role === "student" ? "strong" : "";
}

function difference(measure: Measure, from: number | null | undefined, to: number | null | undefined): Html {
  if (!isFigure(from) || !isFigure(to)) return html`<td class="number against">${MISSING}</td>`;
  const text = measure.difference(from, to);
  const even = text.endsWith("same") || text === MISSING || text.startsWith("±");
  if (even) return html`<td class="number against">${text}</td>`;
  const verdict = to > from === (measure.better === "higher") ? "better" : "worse";
  return html`<td class="number against ${verdict}">${text}<span class="unseen"> (${verdict})</span></td>`;
}
