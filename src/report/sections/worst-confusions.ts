import { abbreviate, count, MISSING } from "../format.js";
import { html, type Html } from "../html.js";
import { tag, type NamedNetwork } from "../network-style.js";

/** The pairs (label, answer) that the last of the networks, usually the student, confuses most often. */
export function worstConfusions(networks: readonly NamedNetwork[], classes: readonly string[]): Html | undefined {
  const judged = networks.at(-1);
  if (!judged?.confusion) return undefined;
  const pairs = judged.confusion
    .flatMap((counts, label) => counts.map((n, answer) => ({ label, answer, n })))
    .filter(({ label, answer, n }) => label !== answer && n > 0)
    .sort((a, b) => b.n - a.n)
    .slice(0, classes.length > 20 ? 15 : 8);
  if (pairs.length === 0) return undefined;
  const name = (k: number): string => abbreviate(classes[k] ?? String(k), 40);
  return html`<h3 class="spaced">Most frequent errors of the ${judged.role}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="Most frequent errors">
      <table class="narrow">
        <thead>
          <tr>
            <th scope="col">Label</th>
            <th scope="col">Answer</th>
            ${networks.map(({ role }) => html`<th scope="col" class="number">${tag(role)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${pairs.map(
            ({ label, answer }) =>
              html`<tr>
                <td>${name(label)}</td>
                <td>${name(answer)}</td>
                ${networks.map(({ confusion }) => {
                  const n = confusion?.[label]?.[answer];
                  return html`<td class="number">${n === undefined ? MISSING : count(n)}</td>`;
                })}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
