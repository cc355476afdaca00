import * as Plot from "@observablehq/plot";
import { chart } from "../chart.js";
import { percent } from "../format.js";
import { html, type Html } from "../html.js";
import type { SoftTargetReport, SweepReportData } from "./sweep-report-data.js";

const panels = [
  {
    of: "entropy",
    title: "Entropy",
    note: "nats: how much a soft target says beyond its first class",
    show: (value: number) => value.toFixed(3),
  },
  { of: "top", title: "Probability of the class named", note: "", show: percent },
  {
    of: "runnerUp",
    title: "Share of the second class",
    note: "among all but the first: high where the teacher ranks the wrong classes, low where it levels them",
    show: percent,
  },
] as const;

/** What temperature does to the teacher's soft targets. */
export function softTargets({ softTargets: points }: SweepReportData): Html | undefined {
  if (points.length < 2) return undefined;
  return html`<section id="soft-targets">
    <h2>What temperature does to the teacher</h2>
    <div class="trio">
      ${panels.map(
        ({ of, title, note, show }) =>
          html`<figure>
            <h3>${title} ${note && html`<small>${note}</small>`}</h3>
            ${curve(points, of, show)}
          </figure>`,
      )}
    </div>
    <p class="note">Means over the test samples.</p>
  </section>`;
}

const curve = (
  points: readonly SoftTargetReport[],
  of: (typeof panels)[number]["of"],
  show: (value: number) => string,
): Html =>
  chart(
    {
      width: 360,
      height: 220,
      marginLeft: 56,
      marginRight: 14,
      marginBottom: 36,
      style: { fontSize: "12px" },
      x: { type: "log", label: "temperature", ticks: points.map(({ temperature }) => temperature), tickFormat: String },
      y: { label: null, grid: true, tickSize: 0, ticks: 5, tickFormat: show, zero: of === "entropy" },
      marks: [
        Plot.lineY(points, { x: "temperature", y: of, stroke: "var(--teacher)", strokeWidth: 1.75 }),
        Plot.dot(points, {
          x: "temperature",
          y: of,
          r: 3,
          fill: "var(--teacher)",
          title: (point: SoftTargetReport) => `T = ${point.temperature}: ${show(point[of])}`,
        }),
      ],
    },
    `${of} of the teacher's soft targets by temperature`,
  );
