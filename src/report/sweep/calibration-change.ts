import * as Plot from "@observablehq/plot";
import { chart } from "../chart.js";
import { html, type Html } from "../html.js";
import { tag } from "../network-style.js";
import { settingName } from "./setting-name.js";
import type { ConfigurationReport, SweepReportData } from "./sweep-report-data.js";

/** Of more settings than this, those of the highest accuracy are shown. */
const mostSettings = 30;

/** Calibration before and after distilling: the expected calibration error of baseline and student, setting by setting. */
export function calibrationChange({ configurations }: SweepReportData): Html | undefined {
  if (configurations.length === 0) return undefined;
  const shown = [...configurations].sort((a, b) => b.student.mean - a.student.mean).slice(0, mostSettings);
  const name = ({ setting }: ConfigurationReport): string => settingName(setting);
  return html`<section id="calibration" class="broad">
    <h2>Calibration before and after</h2>
    <p class="legend">${tag("baseline")}${tag("student")}</p>
    ${chart(
      {
        width: 900,
        height: 60 + 22 * shown.length,
        marginLeft: 300,
        marginRight: 20,
        marginBottom: 36,
        style: { fontSize: "12px" },
        x: { label: "expected calibration error, 15 bins: lower is better", zero: true, grid: true, ticks: 6 },
        y: { label: null, domain: shown.map(name), tickSize: 0 },
        marks: [
          Plot.link(shown, {
            x1: ({ calibration }: ConfigurationReport) => calibration.baseline,
            x2: ({ calibration }: ConfigurationReport) => calibration.student,
            y: name,
            stroke: "var(--muted)",
          }),
          ...(["baseline", "student"] as const).map((network) =>
            Plot.dot(shown, {
              x: ({ calibration }: ConfigurationReport) => calibration[network],
              y: name,
              r: 4,
              fill: `var(--${network})`,
              title: (one: ConfigurationReport) => `${name(one)}: ${network} ${one.calibration[network].toFixed(4)}`,
            }),
          ),
        ],
      },
      "Expected calibration error of baseline and student of each setting",
    )}
    ${configurations.length > shown.length && html`<p class="note">The ${shown.length} most accurate settings.</p>`}
  </section>`;
}
