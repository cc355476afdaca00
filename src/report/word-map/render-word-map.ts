import { createHash } from "node:crypto";
import type { WordMap } from "../../words/projection/word-map.js";
import { html, Html } from "../html.js";
import { label, layoutOf } from "./layout.js";
import { placeLabels } from "./place-labels.js";
import { wordMapChart } from "./word-map-chart.js";
import { wordMapClient, type ClientData } from "./word-map-client.js";

/** The page's own script, from functions of this folder. Some compilers wrap functions in __name to keep their names. */
const script = `const __name = (f) => f; (${String(wordMapClient)})(document, ${String(placeLabels)});`;

/** Nothing is loaded, and no script runs but this one, whatever words the data holds. */
const policy =
  `default-src 'none'; style-src 'unsafe-inline'; ` +
  `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`;

const style = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1a1d23; --muted: #5f6673; --line: #e3e6ea; }
@media (prefers-color-scheme: dark) { :root { --paper: #121417; --ink: #e6e8eb; --muted: #9ba2ae; --line: #2c3037; } }
* { box-sizing: border-box; }
body { margin: 0; height: 100vh; display: flex; flex-direction: column; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header, .controls { padding: 14px 20px 0; display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: baseline; }
.controls { padding: 10px 20px; align-items: center; }
h1 { font-size: 17px; margin: 0; font-weight: 620; }
p { margin: 0; color: var(--muted); font-size: 13px; }
input, button { font: inherit; font-size: 13px; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 3px 10px; }
input { width: 190px; }
button { cursor: pointer; }
#hint { margin-left: auto; min-height: 1.5em; font-weight: 600; color: var(--ink); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0; padding: 0 20px; font-size: 13px; }
.legend span { display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 7px; }
.chart { flex: 1; min-height: 0; width: 100%; cursor: grab; touch-action: none; }
.chart text { user-select: none; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
.chart [aria-label=dot] { stroke: var(--paper); stroke-width: 0.7px; }
footer { padding: 4px 20px 10px; color: var(--muted); font-size: 12.5px; }
`;

/**
 * A word map as one HTML page that needs nothing else: zoom, drag, hover, search, a legend, and lines between words.
 * Pure: the same map gives the same page.
 * @param title what is shown, as the name of the vectors' file
 */
export function renderWordMap(map: WordMap, title: string): string {
  const layout = layoutOf(map);
  const data: ClientData = {
    words: map.points.map(({ word }) => word),
    groups: map.points.map(({ group }) => group),
    lines: layout.lines,
    widths: layout.widths,
    labelHeight: label.height,
    order: layout.order,
  };
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${policy}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title} · Limbeck word map</title>
      <style>
        ${new Html(style)}
      </style>
    </head>
    <body>
      <header>
        <h1>${title}</h1>
        <p>${map.points.length} words, ${explain(map)}</p>
      </header>
      <div class="controls">
        <input id="search" type="search" placeholder="Search words" aria-label="Search words" autocomplete="off" />
        <button id="closer" aria-label="Zoom in">+</button>
        <button id="farther" aria-label="Zoom out">−</button>
        <button id="whole">Whole picture</button>
        <p id="found" aria-live="polite"></p>
        <p id="hint" aria-live="polite"></p>
      </div>
      ${
        layout.groups.length > 1 &&
        html`<ul class="legend">
          ${layout.groups.map(({ name, colour }) => html`<li><span style="background:${colour}"></span>${name}</li>`)}
        </ul>`
      }
      ${wordMapChart(map, layout, () => true)}
      <footer>Made by Limbeck. Scroll to zoom, drag to move, point at a word. The page works offline.</footer>
      <script type="application/json" id="data">
        ${new Html(JSON.stringify(data).replaceAll("<", "\\u003c"))}
      </script>
      ${new Html(`<script>${script}</script>`)}
    </body>
  </html>`;
  return `<!doctype html>\n${page.text}\n`;
}

function explain({ method, explainedVariance }: WordMap): string {
  if (!explainedVariance)
    return `laid out by ${method.toUpperCase()}: neighbours stay together, far distances say little`;
  const share = explainedVariance.reduce((sum, part) => sum + part, 0);
  return `flattened by PCA: the picture holds ${Math.round(100 * share)}% of their variance`;
}
