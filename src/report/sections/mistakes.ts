import { abbreviate, count, plural, share } from "../format.js";
import { html, type Html } from "../html.js";
import { legend, networksOf, tag } from "../network-style.js";
import type { Answer, MistakeSample, ReportData, Role } from "../report-data.js";
import { hasImage, sampleView } from "./sample-view.js";

/** The test samples that the student gets wrong, with everyone's answers. */
export function mistakes(data: ReportData): Html | undefined {
  const samples = data.mistakes ?? [];
  if (samples.length === 0) return undefined;
  const total = data.networks.student?.test?.errors ?? samples.length;
  const which =
    samples.length < total ? `${count(samples.length)} of ${plural(total, "mistake")}` : plural(total, "mistake");
  return html`<section id="mistakes">
    <h2>The student's mistakes</h2>
    <p class="lead">
      ${which}${samples.length > 1 && ", those it was most sure of first"}. An answer in bold is right.
    </p>
    ${legend(networksOf(data))}
    <div class="${samples.every(hasImage) ? "mistakes" : "mistakes texts"}">
      ${samples.map((sample) => card(sample, data.classes))}
    </div>
  </section>`;
}

function card(sample: MistakeSample, classes: readonly string[]): Html {
  const label = classes[sample.label] ?? String(sample.label);
  return html`<figure class="mistake">
    ${sampleView(sample, label)}
    <figcaption>
      <p>label <b>${abbreviate(label, 24)}</b></p>
      ${answer("student", sample.student, sample.label, classes)}
      ${sample.teacher && answer("teacher", sample.teacher, sample.label, classes)}
      ${sample.baseline && answer("baseline", sample.baseline, sample.label, classes)}
    </figcaption>
  </figure>`;
}

function answer(role: Role, given: Answer, label: number, classes: readonly string[]): Html {
  const name = abbreviate(classes[given.class] ?? String(given.class), 24);
  return html`<p title="${role}">
    ${tag(role, "")}<span class="unseen">${role}: </span>${given.class === label ? html`<b>${name}</b>` : name}
    <small>${share(given.probability)}</small>
  </p>`;
}
