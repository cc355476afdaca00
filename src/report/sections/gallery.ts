import * as Plot from "@observablehq/plot";
import { softmaxRow } from "../../distill/metrics.js";
import { chart } from "../chart.js";
import { abbreviate, count, isFigure, percent } from "../format.js";
import { html, type Html } from "../html.js";
import type { GallerySample, ReportData } from "../report-data.js";
import { hasImage, sampleView } from "./sample-view.js";

/** Up to so many classes a sample's chart shows all of them; else those of the largest soft targets. */
const SHOW_ALL = 10;
const SHOW_LARGEST = 6;

/** Test samples with the teacher's soft targets at T = 1 and at the recipe's T, next to the label. */
export function gallery(data: ReportData): Html | undefined {
  const samples = (data.gallery ?? []).filter(({ teacherLogits }) => teacherLogits.every(isFigure));
  if (samples.length === 0) return undefined;
  const T = String(data.temperature);
  return html`<section id="soft-targets">
    <h2>What the teacher says beyond the label</h2>
    <p class="lead">
      A label names one class. The teacher's soft targets also say which other classes a sample resembles: hardly
      visible at T = 1, and what the student learns from at T = ${T}. Shown are samples that the teacher gets right, as
      a rule without doubt, and in which it still sees something of another class.
    </p>
    <div class="gallery">
      ${samples.map((sample) => {
        const label = data.classes[sample.label] ?? String(sample.label);
        return html`<figure class="${hasImage(sample) ? "card" : "card wide"}">
          <div class="sample">
            ${sampleView(sample, label)}
            <figcaption>label <b>${abbreviate(label, 24)}</b><small>#${count(sample.index)}</small></figcaption>
          </div>
          ${softTargets(sample, data)}
        </figure>`;
      })}
    </div>
  </section>`;
}

interface SoftTarget {
  readonly class: number;
  readonly at: string;
  readonly p: number;
}

function softTargets({ teacherLogits, label, index }: GallerySample, { classes, temperature }: ReportData): Html {
  const temperatures = temperature === 1 ? [1] : [1, temperature];
  const shown = classesToShow(teacherLogits, label);
  const targets = temperatures.flatMap((T) => {
    const p = softmaxRow(teacherLogits, T);
    return shown.map((k): SoftTarget => ({ class: k, at: `T = ${T}`, p: p[k] ?? 0 }));
  });
  const name = (k: number): string => classes[k] ?? String(k);
  const margin = 14 + 6.2 * Math.max(...shown.map((k) => abbreviate(name(k), 10).length));
  const place = { fx: "at", y: "class" } as const;
  return chart(
    {
      width: 250,
      height: 22 + 15.5 * shown.length,
      marginLeft: margin,
      marginRight: 4,
      marginTop: 20,
      marginBottom: 2,
      style: { fontSize: "11px" },
      x: { axis: null, domain: [0, 1.42] }, // room for the figure behind a full bar
      y: {
        type: "band",
        domain: shown,
        label: null,
        tickSize: 0,
        padding: 0.22,
        tickFormat: (k: number) => abbreviate(name(k), 10),
      },
      fx: { label: null, axis: "top", domain: temperatures.map((T) => `T = ${T}`), padding: 0.12 },
      marks: [
        Plot.barX(
          targets.filter((target) => target.class === label),
          { ...place, x1: 0, x2: 1.42, fill: "var(--quiet)", insetTop: -1.5, insetBottom: -1.5 },
        ),
        Plot.barX(targets, {
          ...place,
          x: "p",
          fill: "var(--teacher)",
          title: (t: SoftTarget) => `${name(t.class)}, ${t.at}: ${percent(t.p)}`,
        }),
        Plot.text(
          targets.filter(({ p }) => p >= 0.005),
          {
            ...place,
            x: "p",
            text: (t: SoftTarget) => hundredths(t.p),
            textAnchor: "start",
            dx: 3,
            fill: "var(--muted)",
          },
        ),
      ],
    },
    `Soft targets of test sample ${index}, labelled ${name(label)}: ${targets
      .filter(({ p }) => p >= 0.05)
      .map((t) => `${name(t.class)} ${percent(t.p)} at ${t.at}`)
      .join(", ")}`,
  );
}

function classesToShow(logits: readonly number[], label: number): number[] {
  const all = [...logits.keys()];
  if (all.length <= SHOW_ALL) return all;
  const largest = all.sort((a, b) => logits[b]! - logits[a]!).slice(0, SHOW_LARGEST);
  return largest.includes(label) ? largest : [...largest.slice(0, -1), label];
}

function hundredths(p: number): string {
  return p.toFixed(2).replace(/^0/, ""); // ".07": the bar is narrow
}
