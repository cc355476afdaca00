import { page, type PageSection } from "./page.js";
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

/** The sections after the headline, in the order of the page; one that has nothing to show is left out. */
const SECTIONS: readonly PageSection<ReportData>[] = [
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

/**
 * The report of a run as one HTML page that needs nothing else: no script, no font, no network.
 * Pure: the same data give the same page.
 * @returns the text of the page, for `report.html`
 */
export const renderReport = (data: ReportData): string =>
  page(data, {
    name: data.name,
    headline: headline(data),
    sections: SECTIONS,
    origin: "Made by Limbeck from the files of this run.",
  });
