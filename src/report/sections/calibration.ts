import * as Plot from "@observablehq/plot";
import type { ReliabilityBin } from "../../distill/metrics.js";
import { chart } from "../chart.js";
import { decimal4, percent, plural } from "../format.js";
import { html, type Html } from "../html.js";
import { colorOf, networksOf, tag, titleOf, type NamedNetwork } from "../network-style.js";
import type { ReportData } from "../report-data.js";

/** A reliability diagram a network: does a confidence of 80% come true in 80% of the cases? */
export function calibration(data: ReportData): Html | undefined {
  const networks = networksOf(data).filter(({ reliability }) => reliability?.some(({ count }) => count > 0));
  if (networks.length === 0) return undefined;
  return html`<section id="calibration">
    <h2>Calibration</h2>
    <div class="trio">
      ${networks.map(
        (network) =>
          html`<figure>
            <h3>${tag(network.role)} <small>ECE ${decimal4(network.test?.ece)}</small></h3>
            ${diagram(network)}
          </figure>`,
      )}
    </div>
    <p class="note">
      Each dot is a bin of confidence, its area the number of samples in it, its height the share of them that is right.
      On the dashed line, confidence comes true; below it, the network is too sure of itself.
    </p>
  </section>`;
}

function diagram({ role, reliability = [] }: NamedNetwork): Html {
  const bins = reliability.filter(({ count }) => count > 0);
  const axis: Plot.ScaleOptions = {
    domain: [0, 1],
    ticks: 5,
    tickFormat: (p: number) => `${Math.round(100 * p)}%`,
    grid: true,
    tickSize: 0,
  };
  const largest = Math.max(...bins.map(({ count }) => count));
  return chart(
    {
      width: 360,
      height: 300,
      marginLeft: 46,
      marginBottom: 38,
      marginTop: 24,
      marginRight: 16,
      style: { fontSize: "12px" },
      x: { ...axis, label: "confidence" },
      y: { ...axis, label: "accuracy" },
      r: { type: "identity" },
      marks: [
        Plot.link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: "var(--muted)", strokeDasharray: "3 4" }),
        Plot.ruleX(bins, {
          x: "confidence",
          y1: "confidence",
          y2: "accuracy",
          stroke: colorOf(role),
          strokeWidth: 1.5,
        }),
        Plot.dot(bins, {
          x: "confidence",
          y: "accuracy",
          r: (bin: ReliabilityBin) => Math.max(2.5, 13 * Math.sqrt(bin.count / largest)),
          fill: colorOf(role),
          fillOpacity: 0.8,
          stroke: "var(--paper)",
          title: (bin: ReliabilityBin) =>
            `confidence ${percent(bin.confidence)}, right ${percent(bin.accuracy)}: ${plural(bin.count, "sample")}`,
        }),
      ],
    },
    `${titleOf(role)}: accuracy by confidence, in ${plural(bins.length, "bin")} that hold samples`,
  );
}
