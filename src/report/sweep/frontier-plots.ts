import * as Plot from "@observablehq/plot";
import { chart } from "../chart.js";
import { bytes, compact, isFigure, milliseconds, percent } from "../format.js";
import { html, type Html } from "../html.js";
import { logTicks } from "../log-ticks.js";
import { colorOf, tag, titleOf } from "../network-style.js";
import { settingName } from "./setting-name.js";
import type { FrontierReport, SweepReportData } from "./sweep-report-data.js";

const costs = [
  { cost: "parameters", title: "Parameters", show: compact },
  { cost: "bytes", title: "Size of model.onnx", show: bytes },
  { cost: "latencyMs", title: "Latency, batch 1 on one thread", show: milliseconds },
] as const;

/** Accuracy against each cost: teacher, baselines and students with their intervals, and the Pareto set as a line. */
export function frontierPlots({ frontier }: SweepReportData): Html | undefined {
  if (frontier.length === 0) return undefined;
  return html`<section id="frontier">
    <h2>The frontier</h2>
    <p class="legend">${(["teacher", "baseline", "student"] as const).map((role) => tag(role))}</p>
    <div class="trio">
      ${costs.map(
        ({ cost, title, show }) =>
          html`<figure>
            <h3>${title}</h3>
            ${plot(frontier, cost, show)}
          </figure>`,
      )}
    </div>
    <p class="note">
      The line joins the Pareto set: networks that nothing as cheap beats. Bars: 95% bootstrap interval over the seeds;
      with few seeds it is too narrow. Of students that differ in what they learn from alone, the one is shown that does
      best on validation data.
    </p>
  </section>`;
}

function plot(
  points: readonly FrontierReport[],
  cost: (typeof costs)[number]["cost"],
  show: (value: number) => string,
): Html {
  const values = points.map((point) => point[cost]);
  const domain = [Math.min(...values) / 1.4, Math.max(...values) * 1.4] as const;
  const low = ({ accuracy }: FrontierReport): number =>
    isFigure(accuracy.interval[0]) ? accuracy.interval[0] : accuracy.mean;
  const high = ({ accuracy }: FrontierReport): number =>
    isFigure(accuracy.interval[1]) ? accuracy.interval[1] : accuracy.mean;
  const set = points.filter(({ pareto }) => pareto.includes(cost)).sort((a, b) => a[cost] - b[cost]);
  return chart(
    {
      width: 360,
      height: 270,
      marginLeft: 52,
      marginRight: 16,
      marginBottom: 34,
      style: { fontSize: "12px" },
      x: { type: "log", label: null, domain, ticks: logTicks(...domain, 3), tickFormat: show },
      y: {
        label: null,
        grid: true,
        tickSize: 0,
        ticks: 6,
        tickFormat: (share: number) => `${Number((100 * share).toFixed(2))}%`,
      },
      marks: [
        Plot.lineY(set, { x: cost, y: mean, stroke: "var(--muted)", strokeDasharray: "2 3", curve: "step-after" }),
        Plot.ruleX(points, { x: cost, y1: low, y2: high, stroke: ({ network }: FrontierReport) => colorOf(network) }),
        Plot.dot(points, {
          x: cost,
          y: mean,
          r: 4,
          fill: ({ network }: FrontierReport) => colorOf(network),
          stroke: "var(--paper)",
          title: (point: FrontierReport) =>
            `${titleOf(point.network)}, ${point.network === "teacher" ? "" : `${settingName(point.setting)}: `}` +
            `${percent(point.accuracy.mean)}, ${show(point[cost])}`,
        }),
      ],
    },
    `Accuracy against ${cost} of ${points.length} networks`,
  );
}

const mean = ({ accuracy }: FrontierReport): number => accuracy.mean;
