import { html, type Html } from "../html.js";
import type { ReportData } from "../report-data.js";

/** What the check before training found likely to be wrong, with what it means and what to do. */
export function warnings({ warnings = [] }: ReportData): Html | undefined {
  if (warnings.length === 0) return undefined;
  return html`<section id="warnings">
    <h2>Found before training</h2>
    <ul>
      ${warnings.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </section>`;
}
