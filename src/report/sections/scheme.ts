import { count, percent } from "../format.js";
import { html, type Html } from "../html.js";
import type { ReportData } from "../report-data.js";

/** Who learnt what from whom, where that is more than one teacher and one student, with the figures of all others. */
export function scheme({ scheme = [], others = [] }: ReportData): Html | undefined {
  if (scheme.length < 2 && others.length === 0) return undefined;
  return html`<section id="scheme">
    <h2>Who learnt from whom</h2>
    <ol>
      ${scheme.map((sentence) => html`<li>${sentence}</li>`)}
    </ol>
    ${
      others.length > 0 &&
      html`<div class="scroll" tabindex="0" role="region" aria-label="Figures of the other networks">
        <table>
          <thead>
            <tr>
              <th scope="col">Network</th>
              <th scope="col">Model</th>
              <th scope="col" class="number">Parameters</th>
              <th scope="col" class="number">Accuracy</th>
              <th scope="col" class="number">Errors</th>
            </tr>
          </thead>
          <tbody>
            ${others.map(
              ({ name, model, parameters, test }) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  <td>${model}</td>
                  <td class="number">${count(parameters)}</td>
                  <td class="number">${percent(test.accuracy)}</td>
                  <td class="number">${count(test.errors)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`
    }
  </section>`;
}
