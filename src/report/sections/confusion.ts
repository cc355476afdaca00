import * as Plot from "@observablehq/plot";
import { chart } from "../chart.js";
import { abbreviate, count, plural, share } from "../format.js";
import { html, type Html } from "../html.js";
import { colorOf, networksOf, tag, titleOf, type NamedNetwork } from "../network-style.js";
import type { ReportData } from "../report-data.js";
import { worstConfusions } from "./worst-confusions.js";

/** Above so many classes, cells hold no numbers and labels thin out. */
const DENSE = 20;
const LABELS_WHEN_DENSE = 10;

/** One matrix a network, errors on one scale; then the pairs most often confused. */
export function confusion(data: ReportData): Html | undefined {
  const networks = networksOf(data).filter(({ confusion }) => confusion !== undefined);
  if (networks.length === 0) return undefined;
  const errors = networks.flatMap(cellsOf).filter((cell) => !cell.right);
  const most = errors.reduce((largest, { n }) => Math.max(largest, n), 1);
  return html`<section id="confusion">
    <h2>Confusion</h2>
    <div class="trio">
      ${networks.map(
        (network) =>
          html`<figure>
            <h3>${tag(network.role)}</h3>
            ${matrix(network, data.classes, most)}
          </figure>`,
      )}
    </div>
    <p class="note">
      Rows are labels, columns answers; colour shows errors alone, on one scale for all networks (full colour:
      ${plural(most, "sample")}). Right answers are grey. Point at a cell for its count.
    </p>
    ${worstConfusions(networks, data.classes)}
  </section>`;
}

interface Cell {
  readonly label: number;
  readonly answer: number;
  readonly n: number;
  readonly right: boolean;
  /** Test samples with this label. */
  readonly of: number;
}

function cellsOf({ confusion = [] }: NamedNetwork): Cell[] {
  return confusion.flatMap((counts, label) => {
    const of = counts.reduce((total, n) => total + n, 0);
    return counts.flatMap((n, answer) => (n > 0 ? [{ label, answer, n, right: label === answer, of }] : []));
  });
}

function matrix(network: NamedNetwork, classes: readonly string[], most: number): Html {
  const cells = cellsOf(network);
  const dense = classes.length > DENSE;
  const longest = Math.max(...classes.map((name) => abbreviate(name, 10).length));
  const margin = 24 + 6 * longest;
  const turned = longest > 3;
  const every = dense ? Math.ceil(classes.length / LABELS_WHEN_DENSE) : 1;
  const axis: Plot.ScaleOptions = {
    type: "band",
    domain: [...classes.keys()],
    padding: dense ? 0 : 0.06,
    ticks: [...classes.keys()].filter((k) => k % every === 0),
    tickSize: 0,
    tickFormat: (k: number) => abbreviate(classes[k] ?? String(k), 10),
  };
  const faintest = dense ? 0.35 : 0.15; // small cells must be strong to be seen
  const strength = (cell: Cell): number => faintest + (1 - faintest) * (cell.n / most);
  const errors = cells.filter((cell) => !cell.right);
  const numbers = (part: Cell[], fill: string): Plot.Markish =>
    Plot.text(dense ? [] : part, {
      x: "answer",
      y: "label",
      text: (cell: Cell) => String(cell.n),
      fill,
      pointerEvents: "none",
    });
  const place = { x: "answer", y: "label", title: (cell: Cell) => describe(cell, classes) } as const;
  return chart(
    {
      width: 360,
      height: 360 - margin - 8 + (turned ? margin : 40) + 20,
      marginLeft: margin,
      marginRight: 8,
      marginTop: 20,
      marginBottom: turned ? margin : 40,
      style: { fontSize: "11px" },
      x: { ...axis, label: "answer", labelAnchor: "right", tickRotate: turned ? -55 : 0 },
      y: { ...axis, label: "label", labelAnchor: "top" },
      opacity: { type: "identity" },
      marks: [
        Plot.frame({ stroke: "var(--line)" }),
        Plot.cell(
          cells.filter((cell) => cell.right),
          { ...place, fill: "var(--quiet)" },
        ),
        Plot.cell(errors, { ...place, fill: colorOf(network.role), fillOpacity: strength }),
        numbers(
          cells.filter((cell) => cell.right),
          "var(--muted)",
        ),
        numbers(
          errors.filter((cell) => strength(cell) <= 0.6),
          "var(--ink)",
        ),
        numbers(
          errors.filter((cell) => strength(cell) > 0.6),
          "var(--paper)",
        ),
      ],
    },
    `${titleOf(network.role)}: confusion matrix of ${classes.length} classes, ` +
      `${plural(
        errors.reduce((total, cell) => total + cell.n, 0),
        "error",
      )} in ${plural(errors.length, "cell")}`,
  );
}

function describe({ label, answer, n, of, right }: Cell, classes: readonly string[]): string {
  const named = (k: number): string => abbreviate(classes[k] ?? String(k), 40);
  const what = right ? `${named(label)}, answered right` : `${named(label)}, answered ${named(answer)}`;
  return `${what}: ${count(n)} of ${count(of)} (${share(n / of)})`;
}
