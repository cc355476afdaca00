import * as Plot from "@observablehq/plot";
import { chart } from "../chart.js";
import { bytes, compact, isFigure, milliseconds } from "../format.js";
import { html, type Html } from "../html.js";
import { colorOf, networksOf, titleOf, type NamedNetwork } from "../network-style.js";
import type { ReportData, Role } from "../report-data.js";

/** A bar: its length, and for latency the slow end of the whisker. */
interface Bar {
  readonly role: Role;
  readonly value: number;
  readonly high?: number;
}

/** Parameters, bytes and latency as bars from zero. */
export function cost(data: ReportData): Html | undefined {
  const networks = networksOf(data);
  const parameters = barsOf(networks, ({ parameters }) => parameters);
  const size = barsOf(networks, (network) => network.bytes);
  const latency = barsOf(
    networks,
    ({ latencyMs }) => latencyMs?.p50,
    ({ latencyMs }) => latencyMs?.p95,
  );
  if (parameters.length + size.length + latency.length === 0) return undefined;
  return html`<section id="cost">
    <h2>Size and speed</h2>
    <div class="trio">
      ${panel("Parameters", "", parameters, compact)} ${panel("Size", "of model.onnx", size, bytes)}
      ${panel("Latency", "median, line to p95; batch 1, one thread", latency, milliseconds)}
    </div>
  </section>`;
}

function barsOf(
  networks: readonly NamedNetwork[],
  of: (network: NamedNetwork) => number | null | undefined,
  highOf: (network: NamedNetwork) => number | null | undefined = () => undefined,
): Bar[] {
  return networks.flatMap((network) => {
    const value = of(network);
    const high = highOf(network);
    return isFigure(value) ? [{ role: network.role, value, ...(isFigure(high) && { high }) }] : [];
  });
}

function panel(title: string, note: string, bars: Bar[], show: (value: number) => string): Html | undefined {
  if (bars.length === 0) return undefined;
  const end = (bar: Bar): number => Math.max(bar.value, bar.high ?? 0);
  const picture = chart(
    {
      width: 360,
      height: 24 + 34 * bars.length,
      marginLeft: 72,
      marginRight: 66,
      marginTop: 6,
      marginBottom: 6,
      style: { fontSize: "12px" },
      x: { axis: null, domain: [0, Math.max(...bars.map(end)) || 1] },
      y: { label: null, tickSize: 0, domain: bars.map(({ role }) => role), tickFormat: titleOf, padding: 0.35 },
      marks: [
        bars.map((bar) =>
          Plot.barX([bar], {
            x: "value",
            y: "role",
            fill: colorOf(bar.role),
            title: () => `${titleOf(bar.role)}: ${show(bar.value)}`,
          }),
        ),
        Plot.ruleY(
          bars.filter((bar) => bar.high !== undefined),
          {
            x1: "value",
            x2: end,
            y: "role",
            stroke: "var(--ink)",
            title: (bar: Bar) => `p95: ${show(bar.high ?? NaN)}`,
          },
        ),
        Plot.text(bars, {
          x: end,
          y: "role",
          text: (bar: Bar) => show(bar.value),
          textAnchor: "start",
          dx: 6,
          fill: "var(--ink)",
        }),
        Plot.ruleX([0], { stroke: "var(--line)" }),
      ],
    },
    `${title}: ${bars.map((bar) => `${bar.role} ${show(bar.value)}`).join(", ")}`,
  );
  return html`<figure>
    <h3>${title} ${note && html`<small>${note}</small>`}</h3>
    ${picture}
  </figure>`;
}
