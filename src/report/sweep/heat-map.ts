import * as Plot from "@observablehq/plot";
import { chart } from "../chart.js";
import { percent, signed } from "../format.js";
import { html, type Html } from "../html.js";
import type { ConfigurationReport, SweepReportData } from "./sweep-report-data.js";

/** No more small maps than this beside each other. */
const mostMaps = 12;

/**
 * The gain over the baseline for each pair of values of the first two axes, a map for each combination of the others.
 * Green gains, red loses; the deeper the colour, the more.
 */
export function heatMap({ axes, configurations }: SweepReportData): Html | undefined {
  const [vertical, horizontal, ...others] = axes.filter(({ values }) => values.length > 1);
  if (!vertical || !horizontal || configurations.length < 4) return undefined;
  const key = ({ setting }: ConfigurationReport): string =>
    others.map(({ path }) => `${path} = ${setting[path] ?? ""}`).join(", ");
  const keys = [...new Set(configurations.map(key))];
  const most = Math.max(...configurations.map(({ gain }) => Math.abs(gain.mean))) || 1;
  const map = (cells: readonly ConfigurationReport[], name: string): Html =>
    chart(
      {
        width: 520,
        height: 70 + 40 * vertical.values.length,
        marginLeft: 90,
        marginBottom: 40,
        style: { fontSize: "12px" },
        x: { label: horizontal.path, domain: horizontal.values, padding: 0.04 },
        y: { label: vertical.path, domain: vertical.values, padding: 0.04, labelArrow: "none" },
        opacity: { type: "identity" },
        marks: [
          Plot.cell(cells, {
            ...places(horizontal.path, vertical.path),
            fill: ({ gain }: ConfigurationReport) => (gain.mean < 0 ? "var(--bad)" : "var(--student)"),
            fillOpacity: ({ gain }: ConfigurationReport) => 0.08 + (0.62 * Math.abs(gain.mean)) / most,
            title: ({ student, baseline, gain }: ConfigurationReport) =>
              `student ${percent(student.mean)}, baseline ${percent(baseline.mean)}, gain ${points(gain.mean)}`,
          }),
          Plot.text(cells, {
            ...places(horizontal.path, vertical.path),
            text: ({ gain }: ConfigurationReport) => points(gain.mean),
            fill: "var(--ink)",
          }),
        ],
      },
      `Gain over the baseline by ${vertical.path} and ${horizontal.path}${name && `, ${name}`}`,
    );
  return html`<section id="heat-map">
    <h2>Gain by ${vertical.path} and ${horizontal.path}</h2>
    <p class="lead">Test accuracy of the student minus that of its baseline, in points: green gains, red loses.</p>
    <div class="pair">
      ${keys.slice(0, mostMaps).map(
        (name) =>
          html`<figure>
            ${name && html`<h3>${name}</h3>`}
            ${map(
              configurations.filter((one) => key(one) === name),
              name,
            )}
          </figure>`,
      )}
    </div>
    ${keys.length > mostMaps && html`<p class="note">${keys.length - mostMaps} more maps are left out.</p>`}
  </section>`;
}

const places = (x: string, y: string) => ({
  x: ({ setting }: ConfigurationReport) => setting[x],
  y: ({ setting }: ConfigurationReport) => setting[y],
});

/** A difference of shares, in points. */
const points = (share: number): string => signed(100 * share, 2);
