const ESC = "\u001b";
/** Cursor up, clear to the end, or one character. */
const controls = new RegExp(`${ESC}\\[(?:\\d+A|J)|[^]`, "g");

/**
 * What a terminal shows after a text: lines, "\r", and the escape sequences "cursor up" and "clear to the end". A line
 * longer than the terminal is wide goes on in the next row.
 */
export function screenOf(text: string, columns: number): string[] {
  const rows: string[][] = [[]];
  let [row, column] = [0, 0];

  for (const [part] of text.matchAll(controls)) {
    if (part.endsWith("A") && part.length > 1) row = Math.max(0, row - Number(part.slice(2, -1)));
    else if (part === "\x1b[J") {
      rows.length = row + 1;
      rows[row]!.length = column;
    } else if (part === "\r") column = 0;
    else if (part === "\n") [row, column] = [row + 1, 0];
    else {
      if (column === columns) [row, column] = [row + 1, 0];
      (rows[row] ??= [])[column++] = part;
    }
    rows[row] ??= [];
  }
  return rows.map((cells) => cells.join("")).filter((line) => line !== "");
}
