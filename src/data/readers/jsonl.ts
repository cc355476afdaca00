import { FormatError } from "../../tensor/index.js";
import { isGzip } from "../gunzip.js";
import type { Reader } from "../reader.js";
import { readRows } from "../read-rows.js";
import type { TableFile, TableRow } from "../table.js";

/** One JSON object a line: fields with a number, a list of numbers or a text, and a field with the label. */
export const jsonl: Reader = {
  format: "jsonl",
  summary: "one JSON object a line: fields of numbers or a text, one field with the label",
  recognizes: (path, isFolder) => !isFolder && /\.(jsonl|ndjson)$/i.test(path),
  read: (source, context) => readRows(source, context, parseJsonl),
};

/**
 * The objects of a JSONL file as rows; the first object's fields are the columns.
 * @throws FormatError if a line is no JSON object in UTF-8; later, while rows are read, also if it lacks a field
 */
export function parseJsonl(bytes: Uint8Array, name: string): TableFile {
  if (isGzip(bytes)) throw new FormatError(`${name}: it is compressed. Unpack it first: gunzip ${name}`);
  const first = objects(bytes, name).next();
  if (first.done) throw new FormatError(`${name}: the file is empty. Expected one JSON object a line.`);
  const columns = Object.keys(first.value.object);
  return { name, columns, rows: rows(bytes, name, columns) };
}

function* rows(bytes: Uint8Array, name: string, columns: readonly string[]): Generator<TableRow> {
  for (const { line, object } of objects(bytes, name)) {
    // Own fields only: "__proto__" or "constructor" must not find what every object inherits.
    yield { line, cells: columns.map((column) => (Object.hasOwn(object, column) ? object[column] : undefined)) };
  }
}

function* objects(bytes: Uint8Array, name: string): Generator<{ line: number; object: Record<string, unknown> }> {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    const object = parseLine(bytes.subarray(start, end), utf8, `${name} line ${line}`);
    if (object) yield { line, object };
    start = end + 1;
  }
}

/** The object of one line; undefined for a blank line. */
function parseLine(bytes: Uint8Array, utf8: TextDecoder, place: string): Record<string, unknown> | undefined {
  try {
    const text = utf8.decode(bytes);
    if (text.trim() === "") return undefined;
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(`${place}: this is no JSON (${reason}). Expected one object a line.`, { cause });
  }
  throw new FormatError(`${place}: expected a JSON object such as {"width": 1.5, "label": "a"}, got another value.`);
}
