/**
 * Rows as text in columns: numbers at the right, everything else at the left.
 * @param header what stands above each column
 */
export function table(header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = rows.map((row) => row.map(cellText));
  const widths = header.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const numeric = header.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] !== "string"));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (numeric[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd();
  return [line(header), ...cells.map(line)].join("\n");
}

/** Names and values, one a line. */
export function list(entries: Readonly<Record<string, string | number | boolean | null>>): string {
  const width = Math.max(...Object.keys(entries).map((name) => name.length));
  return Object.entries(entries)
    .map(([name, value]) => `${name.padEnd(width)}  ${cellText(value)}`)
    .join("\n");
}

/** A number with at most 5 digits; true and false as words; of a stranger's text no character that moves a terminal. */
const cellText = (value: string | number | boolean | null): string =>
  value === null
    ? "-"
    : typeof value === "number"
      ? String(Number.isInteger(value) ? value : Number(value.toPrecision(5)))
      : typeof value === "boolean"
        ? value
          ? "yes"
          : "no"
        : printable(value);

/** A stranger's text without characters that move a terminal. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, " ");
