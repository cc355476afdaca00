import type { Facts } from "../run/inspect/index.js";
import type { Paint } from "./output.js";
import { list, table } from "./table.js";

/** Facts for people: single ones as a list, then each table under its title. */
export function factsText({ kind, path, facts, tables = [] }: Facts, paint: Paint): string {
  const parts = tables.map(({ title, rows }) => {
    const header = Object.keys(rows[0] ?? {});
    const cells = rows.map((row) => header.map((name) => row[name] ?? null));
    return `${paint("bold", title)}\n${rows.length === 0 ? "none" : table(header, cells)}`;
  });
  return [`${paint("bold", kind)} ${path}\n${list(facts)}`, ...parts].join("\n\n");
}
