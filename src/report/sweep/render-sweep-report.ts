import { count } from "../format.js";
import { html, type Html } from "../html.js";
import { page } from "../page.js";
import { calibrationChange } from "./calibration-change.js";
import { configurationTable } from "./configuration-table.js";
import { frontierPlots } from "./frontier-plots.js";
import { heatMap } from "./heat-map.js";
import { parallelCoordinates } from "./parallel-coordinates.js";
import { softTargets } from "./soft-targets.js";
import type { SweepReportData } from "./sweep-report-data.js";

/** The sections after the headline, in the order of the page; one that has nothing to show is left out. */
const sections = [
  { id: "frontier", name: "Frontier", render: frontierPlots },
  { id: "heat-map", name: "Heat map", render: heatMap },
  { id: "settings", name: "Settings", render: configurationTable },
  { id: "parallel", name: "Options", render: parallelCoordinates },
  { id: "soft-targets", name: "Soft targets", render: softTargets },
  { id: "calibration", name: "Calibration", render: calibrationChange },
  { id: "reproduce", name: "Reproduce", render: reproduce },
] as const;

/**
 * The report of a sweep as one HTML page that needs nothing else: no script, no font, no network.
 * Pure: the same data give the same page.
 * @returns the text of the page, for `report.html`
 */
export const renderSweepReport = (data: SweepReportData): string =>
  page(data, {
    name: data.name,
    headline: headline(data),
    sections,
    origin: "Made by Limbeck from the trials of this sweep.",
  });

function headline({ name, axes, seeds, configurations, verdict, findings, failed }: SweepReportData): Html {
  const kind = { yes: "gain", no: "none", "not shown": "unclear" }[verdict.answer];
  const claim = {
    yes: "Distillation was worth it.",
    no: "Distillation gained nothing.",
    "not shown": "A gain is not shown.",
  };
  return html`<header class="head">
    <p class="eyebrow">Limbeck <span>sweep report</span></p>
    <h1>${name}</h1>
    <p class="meta">
      <span>${count(configurations.length)} settings</span
      ><span>${count(seeds)} seed${seeds === 1 ? "" : "s"} each</span>
      ${axes.map(({ path, values }) => html`<span>${path}: ${values.join(", ")}</span>`)}
    </p>
    <div class="verdict ${kind}">
      <p class="claim">${claim[verdict.answer]}</p>
      <p>${verdict.text}</p>
      ${findings.map((finding) => html`<p>${finding}</p>`)}
      ${failed.map(({ id, message = "" }) => html`<p class="caveat">Failed: ${id}. ${message}</p>`)}
    </div>
  </header>`;
}

function reproduce({ command }: SweepReportData): Html | undefined {
  if (command === undefined) return undefined;
  return html`<section id="reproduce">
    <h2>Reproduce</h2>
    <pre class="command"><code>${command}</code></pre>
  </section>`;
}
