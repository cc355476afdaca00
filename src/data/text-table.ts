import { DataError } from "../tensor/index.js";
import { namedClasses } from "./class-labels.js";
import { readDataFile } from "./data-file.js";
import type { DataSource } from "./data-spec.js";
import type { DataFile, Dataset } from "./dataset.js";
import type { ReadContext } from "./reader.js";
import {
  findColumn,
  findLabel,
  isEmptyCell,
  labelText,
  pathsOf,
  placeOf,
  type Place,
  type TableParser,
} from "./table.js";
import { plainTexts, textShape } from "./text-samples.js";

/**
 * Reads tables with a column of texts and a column of labels, several files one after another. A row without a label is
 * left out, and a note says so: collections of texts often have some.
 * @param parse what turns one file's bytes into rows
 * @throws DataError if a column is missing, a cell holds no text, or a label is more than one
 */
export async function readTextTable(source: DataSource, context: ReadContext, parse: TableParser): Promise<Dataset> {
  const { where, locate, classes, text = "text" } = context;
  const texts: string[] = [];
  const labels: string[] = [];
  const places: Place[] = [];
  const files: DataFile[] = [];
  const notes: string[] = [];
  for (const path of pathsOf(source, where)) {
    const { bytes, file } = await readDataFile(await locate(path), where);
    const table = await parse(bytes, file.path);
    const label = findLabel(table, context);
    const column = findColumn(table, text, "data.text");
    const unlabelled: number[] = [];
    for await (const { line, cells } of table.rows) {
      const place = { table, line };
      if (isEmptyCell(cells[label])) {
        unlabelled.push(line);
        continue;
      }
      texts.push(textOf(cells[column], place, text));
      labels.push(labelText(cells[label], place, label));
      places.push(place);
    }
    if (unlabelled.length > 0) notes.push(leftOut(table.columns[label]!, unlabelled, { table, line: unlabelled[0]! }));
    files.push(file);
  }
  if (texts.length === 0) throw new DataError(`${where}: there are no rows with a label.`);
  return {
    inputs: new Float32Array(0),
    shape: textShape,
    text: plainTexts(texts),
    ...namedClasses(labels, classes, (i) => placeOf(places[i]!)),
    notes,
    files,
  };
}

/** An empty text is a sample too; so is a number, as text. */
function textOf(cell: unknown, place: Place, column: string): string {
  if (typeof cell === "string") return cell;
  if (typeof cell === "number") return String(cell);
  throw new DataError(
    `${placeOf(place)}, column ${column}: ${cell === undefined || cell === null ? "the text is missing" : `${JSON.stringify(cell).slice(0, 40)} is no text`}. ` +
      `Every sample needs one, "" if it says nothing.`,
  );
}

function leftOut(column: string, lines: readonly number[], first: Place): string {
  const [one, ...more] = lines;
  if (more.length === 0) return `${placeOf(first)} has no ${column}: it is left out.`;
  return `${first.table.name}: ${lines.length} rows have no ${column}, the first is ${one}: they are left out.`;
}
