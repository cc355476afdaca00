import * as Plot from "@observablehq/plot";
import { chart } from "../chart.js";
import { percent } from "../format.js";
import { html, type Html } from "../html.js";
import { settingName } from "./setting-name.js";
import type { ConfigurationReport, SweepReportData } from "./sweep-report-data.js";

/** A line's place on one of the upright axes, 0 (bottom) … 1. */
interface Place {
  readonly axis: string;
  readonly height: number;
  readonly of: ConfigurationReport;
}

/** Each setting as a line through the values of its axes to the accuracy that it reaches: the better, the deeper. */
export function parallelCoordinates({ axes, configurations }: SweepReportData): Html | undefined {
  const swept = axes.filter(({ values }) => values.length > 1);
  if (swept.length < 2 || configurations.length < 4) return undefined;
  const accuracies = configurations.map(({ student }) => student.mean);
  const [worst, best] = [Math.min(...accuracies), Math.max(...accuracies)];
  const share = ({ student }: ConfigurationReport): number =>
    best > worst ? (student.mean - worst) / (best - worst) : 1;
  const accuracy = "accuracy";
  const places = configurations.flatMap((of): Place[] => [
    ...swept.map(({ path, values }) => ({
      axis: path,
      height: values.indexOf(of.setting[path]!) / (values.length - 1),
      of,
    })),
    { axis: accuracy, height: share(of), of },
  ]);
  const labels = [
    ...swept.flatMap(({ path, values }) =>
      values.map((text, i) => ({ axis: path, height: i / (values.length - 1), text })),
    ),
    { axis: accuracy, height: 0, text: percent(worst) },
    { axis: accuracy, height: 1, text: percent(best) },
  ];
  return html`<section id="parallel" class="broad">
    <h2>From options to accuracy</h2>
    <p class="lead">Each line is a setting, from the values of its options to the accuracy of its student.</p>
    ${chart(
      {
        width: 900,
        height: 300,
        marginLeft: 40,
        marginRight: 70,
        marginBottom: 30,
        style: { fontSize: "12px" },
        x: {
          type: "point",
          domain: [...swept.map(({ path }) => path), accuracy],
          label: null,
          tickSize: 0,
          padding: 0.1,
        },
        y: { axis: null, domain: [-0.04, 1.04] },
        opacity: { type: "identity" },
        marks: [
          Plot.ruleX([...swept.map(({ path }) => path), accuracy], { stroke: "var(--line)" }),
          Plot.line(places, {
            x: "axis",
            y: "height",
            z: ({ of }: Place) => settingName(of.setting),
            stroke: "var(--student)",
            strokeWidth: 1.5,
            strokeOpacity: ({ of }: Place) => 0.1 + 0.9 * share(of) ** 2,
            title: ({ of }: Place) => `${settingName(of.setting)}: ${percent(of.student.mean)}`,
          }),
          Plot.text(labels, {
            x: "axis",
            y: "height",
            text: "text",
            dx: 6,
            textAnchor: "start",
            fill: "var(--ink)",
            stroke: "var(--paper)",
            strokeWidth: 4,
          }),
        ],
      },
      `Settings from ${swept.map(({ path }) => path).join(", ")} to accuracy`,
    )}
  </section>`;
}
