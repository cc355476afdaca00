import * as Plot from "@observablehq/plot";
import { chart } from "../chart.js";
import { isFigure, percent } from "../format.js";
import { html, type Html } from "../html.js";
import { logTicks } from "../log-ticks.js";
import { colorOf, dashOf, legend, networksOf, tag, titleOf, type NamedNetwork } from "../network-style.js";
import { ROLES, type EpochReport, type ReportData, type Role } from "../report-data.js";

/** Of more epochs than this, not every one gets a dot to point at. */
const MOST_DOTS = 60;

/** A point of a curve. */
interface Point {
  readonly role: Role;
  readonly epoch: number;
  readonly value: number;
  readonly best: boolean;
}

/** Training loss and validation accuracy by epoch, the kept epoch of each network marked. */
export function learningCurves(data: ReportData): Html | undefined {
  const networks = networksOf(data).filter(({ epochs }) => epochs !== undefined && epochs.length > 0);
  const losses = points(networks, (epoch) => epoch.trainingLoss).filter(({ value }) => value > 0);
  const accuracies = points(networks, (epoch) => epoch.validationAccuracy);
  if (losses.length === 0 && accuracies.length === 0) return undefined;
  return html`<section id="curves">
    <h2>Learning curves</h2>
    ${legend(networks)}
    <div class="pair">
      ${losses.length > 0 && figure(lossChart(losses), "Training loss", "Each network's own objective, logarithmic: a student's distillation loss is not on the scale of a cross-entropy.")}
      ${accuracies.length > 0 && figure(accuracyChart(accuracies, data.samples.validation), "Validation accuracy", html`Higher is better; the axis is logarithmic in the share of errors. Kept: ${bestEpochs(networks)}.`)}
    </div>
  </section>`;
}

function figure(picture: Html, title: string, caption: string | Html): Html {
  return html`<figure>
    <h3>${title}</h3>
    ${picture}
    <figcaption>${caption}</figcaption>
  </figure>`;
}

function bestEpochs(networks: readonly NamedNetwork[]): Html[] {
  return networks
    .filter(({ bestEpoch }) => bestEpoch !== undefined)
    .map(({ role, bestEpoch, epochs }, i) => {
      const accuracy = epochs?.find(({ epoch }) => epoch === bestEpoch)?.validationAccuracy;
      return html`${i > 0 && ", "}${tag(role, role)} epoch
      ${bestEpoch}${isFigure(accuracy) && ` (${percent(accuracy)})`}`;
    });
}

function points(networks: readonly NamedNetwork[], of: (epoch: EpochReport) => number | null): Point[] {
  return networks.flatMap(({ role, epochs = [], bestEpoch }) =>
    epochs.flatMap((epoch) => {
      const value = of(epoch);
      return isFigure(value) ? [{ role, epoch: epoch.epoch, value, best: epoch.epoch === bestEpoch }] : [];
    }),
  );
}

function lossChart(data: Point[]): Html {
  const values = data.map(({ value }) => value);
  const domain = [Math.min(...values) / 1.15, Math.max(...values) * 1.15] as const;
  const y: Plot.ScaleOptions = { domain, ticks: logTicks(...domain), tickFormat: (loss: number) => String(loss) };
  const height = (point: Point): number => point.value;
  return curves(data, y, height, (point) => point.value.toPrecision(4), "Training loss by epoch");
}

function accuracyChart(data: Point[], validationSamples: number): Html {
  const floor = 0.5 / Math.max(1, validationSamples); // half an error stands for none, which a log axis cannot show
  const errorOf = (point: Point): number => Math.max(floor, 1 - point.value);
  const errors = data.map(errorOf);
  const domain = [Math.min(...errors) / 1.1, Math.min(1, Math.max(...errors) * 1.1)] as const;
  const tickFormat = (error: number): string => `${Number((100 * (1 - error)).toFixed(3))}%`;
  const y: Plot.ScaleOptions = { reverse: true, domain, ticks: logTicks(...domain), tickFormat };
  return curves(data, y, errorOf, (point) => percent(point.value), "Validation accuracy by epoch");
}

function curves(
  data: readonly Point[],
  y: Plot.ScaleOptions,
  height: (point: Point) => number,
  say: (point: Point) => string,
  description: string,
): Html {
  const lines = ROLES.map((role) => [role, data.filter((point) => point.role === role)] as const);
  const epochs = data.map(({ epoch }) => epoch);
  const [first, last] = [Math.min(...epochs), Math.max(...epochs)];
  const every = Math.ceil((last - first + 1) / MOST_DOTS);
  const channels = { x: "epoch", y: height } as const;
  return chart(
    {
      width: 460,
      height: 270,
      marginLeft: 48,
      marginRight: 12,
      marginBottom: 38,
      style: { fontSize: "12px" },
      x: {
        label: "epoch",
        domain: first === last ? [first - 1, last + 1] : [first, last],
        ticks: 8,
        tickFormat: wholeOnly,
      },
      y: { ...y, type: "log", label: null, grid: true, tickSize: 0 },
      marks: [
        lines.map(([role, curve]) =>
          Plot.lineY(curve, { ...channels, stroke: colorOf(role), strokeWidth: 1.75, strokeDasharray: dashOf(role) }),
        ),
        lines.map(([role, curve]) =>
          Plot.dot(
            curve.filter(({ epoch, best }) => best || epoch % every === 0),
            {
              ...channels,
              r: (point: Point) => (point.best ? 5 : 2),
              fill: colorOf(role),
              stroke: "var(--paper)",
              strokeWidth: 1,
              title: (point: Point) =>
                `${titleOf(role)}, epoch ${point.epoch}: ${say(point)}${point.best ? " (kept)" : ""}`,
            },
          ),
        ),
      ],
      r: { type: "identity" },
    },
    `${description}: ${lines.flatMap(([role, curve]) => (curve.length > 0 ? [role] : [])).join(", ")}`,
  );
}

function wholeOnly(epoch: number): string {
  return Number.isInteger(epoch) ? String(epoch) : "";
}
