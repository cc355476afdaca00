import { FormatError } from "../../tensor/index.js";
import { isGzip } from "../gunzip.js";
import type { Reader } from "../reader.js";
import { readRows } from "../read-rows.js";
import type { TableFile } from "../table.js";

/** One JSON array of objects: fields of numbers or a text, and a field with the label. */
export const json: Reader = {
  format: "json",
  summary: "a JSON array of objects: fields of numbers or a text, one field with the label",
  recognizes: (path, isFolder) => !isFolder && /\.json$/i.test(path),
  read: (source, context) => readRows(source, context, parseJsonRecords),
};

/**
 * The objects of a JSON array as rows; the first object's fields are the columns. A row's line is its place, 1 first.
 * @throws FormatError if the file is no JSON array of objects in UTF-8, or empty
 */
export function parseJsonRecords(bytes: Uint8Array, name: string): TableFile {
  if (isGzip(bytes)) throw new FormatError(`${name}: it is compressed. Unpack it first: gunzip ${name}`);
  const records = parse(bytes, name);
  const first = records[0];
  if (first === undefined) throw new FormatError(`${name}: the list is empty. Expected one object a sample.`);
  const columns = Object.keys(recordAt(records, 0, name));
  return {
    name,
    place: (row) => `${name} record ${row}`,
    columns,
    rows: records.map((_, i) => {
      const record = recordAt(records, i, name);
      return {
        line: i + 1,
        cells: columns.map((column) => (Object.hasOwn(record, column) ? record[column] : undefined)),
      };
    }),
  };
}

function parse(bytes: Uint8Array, name: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new FormatError(`${name}: this is no JSON (${(cause as Error).message}). Expected one list of objects.`, {
      cause,
    });
  }
  if (Array.isArray(value)) return value;
  throw new FormatError(
    `${name}: expected a list of objects such as [{"text": "good", "label": "a"}], got another value.`,
  );
}

function recordAt(records: readonly unknown[], i: number, name: string): Record<string, unknown> {
  const record = records[i];
  if (typeof record === "object" && record !== null && !Array.isArray(record)) return record as Record<string, unknown>;
  throw new FormatError(`${name} record ${i + 1}: expected an object such as {"text": "good", "label": "a"}.`);
}
