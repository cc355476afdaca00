import { expect, test } from "vitest";
import { renderSweepReport, type SweepReportData } from "../../../src/report/index.js";

const spread = (mean: number) => ({ mean, deviation: 0.001, interval: [mean - 0.001, mean + 0.001] as const });

/** A sweep of two axes with so many values each. */
function sweep(temperatures: number, alphas: number): SweepReportData {
  const values = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));
  const axes = [
    { path: "temperature", values: values(temperatures) },
    { path: "alpha<b>", values: values(alphas) },
  ];
  const settings = axes[0]!.values.flatMap((t) => axes[1]!.values.map((a) => ({ temperature: t, "alpha<b>": a })));
  return {
    name: "mnist & more",
    axes,
    seeds: 3,
    verdict: { answer: "yes", text: "Distillation <i>was</i> worth it." },
    findings: ["The smallest student."],
    configurations: settings.map((setting, i) => ({
      setting,
      student: spread(0.98 + i / 1000),
      baseline: spread(0.981),
      gain: { mean: i / 1000 - 0.001, interval: [-0.001, 0.002], p: 0.03, corrected: 0.04, effect: 1.5 },
      mcnemar: { p: 0.2 },
      retention: 0.99,
      parameters: 1000 + i,
      calibration: { student: 0.01, baseline: 0.02 },
    })),
    frontier: [
      {
        network: "teacher",
        setting: {},
        parameters: 1e5,
        bytes: 4e5,
        latencyMs: 1,
        accuracy: spread(0.99),
        pareto: [],
      },
      ...settings.map((setting, i) => ({
        network: "student" as const,
        setting,
        parameters: 1000 * (i + 1),
        bytes: 4000 * (i + 1),
        latencyMs: 0.1 * (i + 1),
        accuracy: { mean: 0.98, deviation: NaN, interval: [NaN, NaN] as const },
        pareto: ["parameters"],
      })),
    ],
    softTargets: [1, 4].map((temperature) => ({ temperature, entropy: 0.2, top: 0.9, runnerUp: 0.5 })),
    failed: [{ id: "temperature=9", message: "the loss is NaN" }],
    command: "limbeck sweep mnist",
  };
}

const idsOf = (page: string): string[] => [...page.matchAll(/<section id="([\w-]+)"/g)].map(([, id]) => id!);

test("a sweep of two axes shows every section, and a link to each", () => {
  const page = renderSweepReport(sweep(3, 2));
  const ids = ["frontier", "heat-map", "settings", "parallel", "soft-targets", "calibration", "reproduce"];
  expect(idsOf(page)).toEqual(ids);
  for (const id of ids) expect(page).toContain(`href="#${id}"`);
  expect(page).toContain("temperature=9. the loss is NaN");
  expect(page).toContain("The smallest student.");
});

test("what was given is text, not HTML, and nothing is fetched", () => {
  const page = renderSweepReport(sweep(3, 2));
  const outsideAttributes = page.replaceAll(/="[^"]*"/g, "");
  expect(outsideAttributes).not.toMatch(/alpha<b>|<i>was|<script/);
  expect(page).not.toMatch(/https?:|url\(/);
  expect(page).toContain("Distillation &lt;i&gt;was&lt;/i&gt; worth it.");
  expect(page).not.toMatch(/NaN(?!<\/p>)|undefined/);
});

test("a sweep of one axis has no map of two", () => {
  expect(idsOf(renderSweepReport(sweep(3, 1)))).toEqual([
    "frontier",
    "settings",
    "soft-targets",
    "calibration",
    "reproduce",
  ]);
});

test("of many settings the most accurate are shown where not all can be", () => {
  expect(renderSweepReport(sweep(8, 5))).toContain("The 30 most accurate settings.");
});
