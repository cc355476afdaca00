import { compact, isFigure, MISSING, percent, probability, signed } from "../format.js";
import { html, type Html } from "../html.js";
import { tag } from "../network-style.js";
import type { SpreadReport, SweepReportData } from "./sweep-report-data.js";

/** Every setting with its gain, how sure it is, and how large. */
export function configurationTable({ axes, configurations, seeds }: SweepReportData): Html {
  return html`<section id="settings">
    <h2>Every setting</h2>
    <div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            ${axes.map(({ path }) => html`<th scope="col">${path}</th>`)}
            <th scope="col" class="number">Parameters</th>
            <th scope="col" class="number">${tag("student")}</th>
            <th scope="col" class="number">${tag("baseline")}</th>
            <th scope="col" class="number">Gain <small>points, 95% interval</small></th>
            <th scope="col" class="number">p <small>corrected</small></th>
            <th scope="col" class="number">Effect <small>d</small></th>
            <th scope="col" class="number">McNemar <small>p</small></th>
            <th scope="col" class="number">Retention</th>
          </tr>
        </thead>
        <tbody>
          ${configurations.map(
            ({ setting, parameters, student, baseline, gain, mcnemar, retention }) =>
              html`<tr>
                ${axes.map(({ path }) => html`<td>${setting[path] ?? ""}</td>`)}
                <td class="number">${compact(parameters)}</td>
                <td class="number">${spread(student)}</td>
                <td class="number">${spread(baseline)}</td>
                <td class="number ${tone(gain)}">${points(gain.mean)} ${interval(gain.interval)}</td>
                <td class="number">${probability(gain.corrected)}</td>
                <td class="number">${isFigure(gain.effect) ? gain.effect.toFixed(1) : MISSING}</td>
                <td class="number">${probability(mcnemar.p)}</td>
                <td class="number">${percent(retention)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="note">
      Means over ${seeds} seed${seeds === 1 ? "" : "s"}, ± their deviation. p: paired t test over the seeds, corrected
      for all settings of the table by Holm's method. McNemar's test counts test samples of all seeds together: it knows
      how the samples fell, not how the seeds did.
    </p>
  </section>`;
}

const spread = ({ mean, deviation }: SpreadReport): string =>
  percent(mean) + (isFigure(deviation) ? ` ± ${(100 * deviation).toFixed(2)}` : "");

const points = (share: number): string => signed(100 * share, 2);

const interval = ([low, high]: readonly [number, number]): string =>
  isFigure(low) ? `(${points(low)} to ${points(high)})` : "";

/** Coloured only where the corrected test finds a difference. */
const tone = ({ mean, corrected }: { mean: number; corrected: number }): string =>
  corrected < 0.05 ? (mean > 0 ? "better" : "worse") : "";
