import { html, Html } from "./html.js";
import type { ReportData } from "./report-data.js";
import { calibration } from "./sections/calibration.js";
import { comparisonTable } from "./sections/comparison-table.js";
import { confusion } from "./sections/confusion.js";
import { cost } from "./sections/cost.js";
import { gallery } from "./sections/gallery.js";
import { headline } from "./sections/headline.js";
import { learningCurves } from "./sections/learning-curves.js";
import { mistakes } from "./sections/mistakes.js";
import { recipe } from "./sections/recipe.js";
import { scheme } from "./sections/scheme.js";
import { warnings } from "./sections/warnings.js";
import { STYLE } from "./style.js";

/** The sections after the headline, in the order of the page; one that has nothing to show is left out. */
const SECTIONS: readonly {
  readonly id: string;
  readonly name: string;
  readonly render: (data: ReportData) => Html | undefined;
}[] = [
  { id: "comparison", name: "Comparison", render: comparisonTable },
  { id: "warnings", name: "Warnings", render: warnings },
  { id: "scheme", name: "Scheme", render: scheme },
  { id: "curves", name: "Learning curves", render: learningCurves },
  { id: "cost", name: "Size and speed", render: cost },
  { id: "confusion", name: "Confusion", render: confusion },
  { id: "calibration", name: "Calibration", render: calibration },
  { id: "soft-targets", name: "Soft targets", render: gallery },
  { id: "mistakes", name: "Mistakes", render: mistakes },
  { id: "reproduce", name: "Reproduce", render: recipe },
];

/** Nothing may be loaded and no script may run, whatever the data holds. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * The report of a run as one HTML page that needs nothing else: no script, no font, no network.
 * Pure: the same data give the same page.
 * @returns the text of the page, for `report.html`
 */
export function renderReport(data: ReportData): string {
  const sections = SECTIONS.flatMap((section) => {
    const body = section.render(data);
    return body ? [{ ...section, body }] : [];
  });
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${data.name} · Limbeck report</title>
      <style>
        ${new Html(STYLE)}
      </style>
    </head>
    <body>
      <main>
        ${headline(data)}
        <nav aria-label="Sections">${sections.map(({ id, name }) => html`<a href="#${id}">${name}</a>`)}</nav>
        ${sections.map(({ body }) => body)}
      </main>
      <footer>Made by Limbeck from the files of this run. The page works offline.</footer>
    </body>
  </html>`;
  return `<!doctype html>\n${page.text}\n`;
}
