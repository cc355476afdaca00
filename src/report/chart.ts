import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { Html } from "./html.js";

/**
 * A chart as inline SVG: drawn by Observable Plot on a document that lives in memory, so no browser is needed.
 * Colours are the page's custom properties (`var(--teacher)`), so a chart follows light and dark by itself.
 * @param options     Plot's options; `width` is also the size at which text has its nominal size
 * @param description what the chart shows, for those who do not see it
 */
export function chart(options: Plot.PlotOptions, description: string): Html {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg = Plot.plot({ ...options, document, className: "chart", ariaLabel: description });
  svg.querySelector("style")?.remove(); // the page's own style sheet says it once for all charts
  svg.setAttribute("role", "img"); // one picture with one description, not a heap of parts
  svg.removeAttribute("height"); // the view box keeps the proportions at any width
  for (const element of [svg, ...svg.querySelectorAll("*")]) tidy(element);
  return new Html(svg.outerHTML);
}

/** Attributes that hold coordinates. */
const GEOMETRY = ["d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "transform"];

/** Coordinates to a hundredth of a pixel, and no names of namespaces, which HTML does not need: a third of the bytes. */
function tidy(element: Element): void {
  for (const name of GEOMETRY) {
    const value = element.getAttribute(name);
    if (value?.includes(".")) element.setAttribute(name, value.replace(/-?\d+\.\d{3,}(e-?\d+)?/g, hundredths));
  }
  element.removeAttribute("xmlns");
  element.removeAttribute("xmlns:xlink");
}

function hundredths(number: string): string {
  return String(Math.round(100 * Number(number)) / 100);
}
