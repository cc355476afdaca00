import { html, type Html } from "../html.js";
import type { ReportData } from "../report-data.js";

/** What it takes to run this again: command line, seed, versions, the recipe with every default filled in. */
export function recipe({ command, seed, versions, recipe }: ReportData): Html {
  return html`<section id="reproduce">
    <h2>Reproduce</h2>
    ${command === undefined ? "" : html`<pre class="command"><code>${command}</code></pre>`}
    <dl class="facts">
      <div>
        <dt>seed</dt>
        <dd>${seed}</dd>
      </div>
      ${Object.entries(versions).map(
        ([name, version]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${version}</dd>
          </div>`,
      )}
    </dl>
    <details>
      <summary>The resolved recipe</summary>
      <pre tabindex="0"><code>${JSON.stringify(recipe, null, 2)}</code></pre>
    </details>
  </section>`;
}
