import { DataError, FormatError, OptionError, suggestion } from "../tensor/index.js";
import { listed, namedClasses } from "./class-labels.js";
import { readDataFile } from "./data-file.js";
import type { DataSource } from "./data-spec.js";
import type { Dataset } from "./dataset.js";
import { optionName, type ReadContext } from "./reader.js";

/** A table in a file: its rows come one by one, with cells in the order of the columns. */
export interface TableFile {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<TableRow> | Iterable<TableRow>;
  /** What a row is called in messages. Default: its line. */
  readonly place?: (line: number) => string;
}

/** What turns one file's bytes into rows. */
export type TableParser = (bytes: Uint8Array, name: string) => Promise<TableFile> | TableFile;

export interface TableRow {
  /** In the file, 1 first. */
  readonly line: number;
  readonly cells: readonly unknown[];
}

/**
 * Reads tables of numbers with a column of labels, several files one after another.
 * @param parse what turns one file's bytes into rows
 * @throws DataError if a column is missing, a cell is no number, or a label is missing or more than one
 */
export async function readTable(source: DataSource, context: ReadContext, parse: TableParser): Promise<Dataset> {
  const { where, locate, classes } = context;
  const samples: Samples = { numbers: new GrowingFloats(), labels: [], places: [] };
  const files = [];
  let features = context.features;
  for (const path of pathsOf(source, where)) {
    const { bytes, file } = await readDataFile(await locate(path), where);
    const table = await parse(bytes, file.path);
    const label = findLabel(table, context);
    features ??= table.columns.filter((_, i) => i !== label);
    if (features.length === 0) throw new DataError(`${file.path}: there is no column to learn from beside the label.`);
    await addRows(samples, table, { label, features });
    files.push(file);
  }
  const { numbers, labels, places } = samples;
  if (features === undefined || labels.length === 0) {
    throw new DataError(`${where}: there are no rows below the header.`);
  }
  return {
    inputs: numbers.take(),
    shape: [numbers.length / labels.length],
    features,
    ...namedClasses(labels, classes, (i) => placeOf(places[i]!)),
    files,
  };
}

/** What has been read so far. */
interface Samples {
  /** `[samples, numbers of a row]`. */
  readonly numbers: GrowingFloats;
  readonly labels: string[];
  readonly places: Place[];
}

/** Where a row comes from, for messages. */
export interface Place {
  readonly table: TableFile;
  readonly line: number;
}

export const placeOf = ({ table, line }: Place): string => table.place?.(line) ?? `${table.name} line ${line}`;
const cellOf = (place: Place, column: number): string => `${placeOf(place)}, column ${place.table.columns[column]}`;

async function addRows(
  { numbers, labels, places }: Samples,
  table: TableFile,
  { label, features }: { readonly label: number; readonly features: readonly string[] },
): Promise<void> {
  const columns = features.map((name) => findColumn(table, name, "data.features"));
  for await (const { line, cells } of table.rows) {
    const width = labels.length === 0 ? undefined : numbers.length / labels.length;
    const before = numbers.length;
    const place = { table, line };
    for (const at of columns) pushNumbers(numbers, cells[at], place, at);
    const added = numbers.length - before;
    if (added === 0 || added !== (width ?? added)) {
      throw new FormatError(
        `${placeOf(place)}: ${added} numbers, ${width === undefined ? "at least one" : `as before ${width}`} expected. ` +
          `All lists of numbers in a column must have one length.`,
      );
    }
    labels.push(labelText(cells[label], place, label));
    places.push(place);
  }
}

export function pathsOf(source: DataSource, where: string): readonly string[] {
  const paths = typeof source === "string" ? [source] : "images" in source ? [] : source;
  if (paths.length > 0) return paths;
  throw new OptionError(`${where}: expected the path of a table, or a list of paths.`);
}

const usualLabels = ["label", "class", "target"];

export function findLabel(table: TableFile, context: ReadContext): number {
  const { label } = context;
  const option = optionName(context, "label");
  if (label !== undefined && typeof label !== "string") {
    throw new OptionError(
      `${option}: expected the name of one column. Several labels a sample (multi-label data) are not supported: ` +
        `choose one, or train one model a label.`,
    );
  }
  if (label !== undefined) return findColumn(table, label, option);
  const at = table.columns.findIndex((column) => usualLabels.includes(column.toLowerCase()));
  if (at >= 0) return at;
  throw new DataError(
    `${table.name}: no column is named ${usualLabels.join(", ")}. Set ${option} to one of the columns: ` +
      `${listed(table.columns)}.`,
  );
}

export function findColumn({ name, columns }: TableFile, column: string, option: string): number {
  const at = columns.indexOf(column);
  if (at >= 0) return at;
  const near = suggestion(column, columns);
  throw new DataError(
    `${name}: there is no column "${column}" (${option}). The columns are: ${listed(columns)}.` +
      (near.includes("Did you mean") ? near : ""),
  );
}

/** Adds the number in a cell, or the numbers of the list in it. */
function pushNumbers(numbers: GrowingFloats, cell: unknown, place: Place, column: number): void {
  if (Array.isArray(cell)) for (const one of cell as unknown[]) pushNumber(numbers, one, place, column);
  else pushNumber(numbers, cell, place, column);
}

function pushNumber(numbers: GrowingFloats, cell: unknown, place: Place, column: number): void {
  const value = typeof cell === "number" ? cell : typeof cell === "string" && cell.trim() !== "" ? Number(cell) : NaN;
  if (!Number.isFinite(Math.fround(value))) {
    const given = cell === undefined || cell === "" ? "nothing" : JSON.stringify(cell);
    throw new DataError(
      `${cellOf(place, column)}: ${given} is no finite number. Correct it, list the columns with numbers in data.features, ` +
        `or name a column of texts in data.text.`,
    );
  }
  numbers.push(value);
}

/** True if there is nothing in a cell. */
export const isEmptyCell = (cell: unknown): boolean =>
  cell === undefined || cell === null || (typeof cell === "string" && cell.trim() === "");

/** The label in a cell as text. */
export function labelText(cell: unknown, place: Place, column: number): string {
  const text = typeof cell === "number" || typeof cell === "boolean" ? String(cell) : cell;
  if (Array.isArray(text) || (typeof text === "string" && /[|;]/.test(text))) {
    throw new DataError(
      `${cellOf(place, column)}: ${JSON.stringify(cell)} holds several labels. Multi-label data is not supported: ` +
        `choose one label a sample, or train one model a label.`,
    );
  }
  if (typeof text === "string" && text.trim() !== "") return text.trim();
  throw new DataError(
    `${cellOf(place, column)}: the label is ${cell === undefined || cell === "" ? "missing" : JSON.stringify(cell)}. ` +
      `Every sample needs one label, a text or a number.`,
  );
}

/** A Float32Array that grows as numbers are added. */
class GrowingFloats {
  #data = new Float32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#data.length) {
      const larger = new Float32Array(2 * this.length);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[this.length++] = value;
  }

  /** The numbers so far, in an array of just their size. */
  take(): Float32Array {
    return this.#data.slice(0, this.length);
  }
}
