import { bytes, count, isFigure, percent, share, significant } from "../format.js";
import { html, type Html } from "../html.js";
import type { ReportData } from "../report-data.js";
import { verdict } from "../verdict.js";

/** The title, what distillation gained in one sentence, and at most four key figures. */
export function headline(data: ReportData): Html {
  const { kind, headline, cost, caveat } = verdict(data);
  return html`<header class="head">
    <p class="eyebrow">Limbeck <span>distillation report</span></p>
    <h1>${data.name}</h1>
    <p class="meta">${facts(data).map((fact) => html`<span>${fact}</span>`)}</p>
    <div class="verdict ${kind}">
      <p class="claim">${headline}</p>
      ${cost && html`<p>${cost}</p>`} ${caveat && html`<p class="caveat">${caveat}</p>`}
    </div>
    ${keyFigures(data)}
  </header>`;
}

function facts({ method, samples, seed, finishedAt }: ReportData): string[] {
  const when = finishedAt === undefined ? NaN : Date.parse(finishedAt);
  return [
    method,
    `seed ${seed}`,
    `${count(samples.train)} training, ${count(samples.validation)} validation, ${count(samples.test)} test samples`,
    ...(isFigure(when) ? [`${new Date(when).toISOString().slice(0, 16).replace("T", " ")} UTC`] : []),
  ];
}

function keyFigures({ networks: { teacher, student }, retention }: ReportData): Html | undefined {
  const smaller = ratio(teacher?.parameters, student?.parameters);
  const faster = ratio(teacher?.latencyMs?.p50, student?.latencyMs?.p50);
  const figures: [string, string, string][] = [];
  if (isFigure(student?.test?.accuracy)) {
    const errors = student.test.errors;
    figures.push([
      percent(student.test.accuracy),
      "student accuracy",
      isFigure(errors) ? `${count(errors)} errors` : "",
    ]);
  }
  if (isFigure(retention?.student)) figures.push([share(retention.student), "of the teacher's accuracy", "retention"]);
  if (smaller) figures.push([`${smaller}×`, "fewer parameters", isFigure(student?.bytes) ? bytes(student.bytes) : ""]);
  if (faster) figures.push([`${faster}×`, "faster than the teacher", "median, batch 1"]);
  if (figures.length === 0) return undefined;
  return html`<dl class="key-figures">
    ${figures.map(
      ([figure, name, note]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${figure} ${note && html`<small>${note}</small>`}</dd>
        </div>`,
    )}
  </dl>`;
}

/** a / b where that says something: both known, and a the larger. */
function ratio(a: number | null | undefined, b: number | null | undefined): string | undefined {
  return isFigure(a) && isFigure(b) && b > 0 && a > b ? significant(a / b) : undefined;
}
