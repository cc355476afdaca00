import { html, type Html } from "./html.js";
import { ROLES, type NetworkReport, type ReportData, type Role } from "./report-data.js";

/** A network of the report together with its part. */
export interface NamedNetwork extends NetworkReport {
  readonly role: Role;
}

/** The networks at hand, in the report's order. */
export function networksOf(data: ReportData): NamedNetwork[] {
  return ROLES.flatMap((role) => {
    const network = data.networks[role];
    return network ? [{ ...network, role }] : [];
  });
}

/** A network's colour, the same in every chart: blue, orange and green that colour-blind readers can tell apart. */
export function colorOf(role: Role): string {
  return `var(--${role})`;
}

/** A network's line: told apart by dashes too, for print and for those who see no colours. */
export function dashOf(role: Role): string {
  return { teacher: "1 0", baseline: "5 3", student: "1 0" }[role];
}

/** "Teacher": for headings and columns. */
export function titleOf(role: Role): string {
  return role.charAt(0).toUpperCase() + role.slice(1);
}

/** A network's name with its colour in front of it. */
export function tag(role: Role, text: string = titleOf(role)): Html {
  return html`<span class="tag ${role}">${text}</span>`;
}

/** The colours of the networks at hand. */
export function legend(networks: readonly NamedNetwork[]): Html {
  return html`<p class="legend">${networks.map(({ role }) => tag(role))}</p>`;
}
