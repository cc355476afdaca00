import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { FormatError } from "../../tensor/index.js";
import { isGzip } from "../gunzip.js";
import type { Reader } from "../reader.js";
import { readRows } from "../read-rows.js";
import type { TableFile, TableRow } from "../table.js";

/** Comma-separated values with a header line: columns of numbers or one of texts, and a column of labels. */
export const csv: Reader = {
  format: "csv",
  summary: "CSV with a header line: columns of numbers or one of texts, one column of labels",
  recognizes: (path, isFolder) => !isFolder && /\.(csv|tsv)$/i.test(path),
  read: (source, context) => readRows(source, context, (bytes, name) => parseCsv(bytes, name, context.delimiter)),
};

const maximumRecordBytes = 1 << 24;
const chunkBytes = 1 << 16;

/**
 * The header and the rows of a CSV file (RFC 4180; also parted by semicolons or tabs, which the header line tells).
 * @throws FormatError if there is no header, a name in it is missing or doubled; while reading rows, if one has more or
 *   fewer cells than the header, or quotes do not match
 */
export async function parseCsv(bytes: Uint8Array, name: string, delimiter = sniff(bytes)): Promise<TableFile> {
  if (isGzip(bytes)) throw new FormatError(`${name}: it is compressed. Unpack it first: gunzip ${name}`);
  const parser = Readable.from(chunks(bytes)).pipe(
    parse({ bom: true, delimiter, info: true, skip_empty_lines: true, max_record_size: maximumRecordBytes }),
  );
  const records = csvRows(parser, name);
  const header = await records.next();
  if (header.done) throw new FormatError(`${name}: the file is empty. Expected a header line with the columns' names.`);
  const columns = header.value.cells.map((cell) => String(cell).trim());
  const doubled = columns.find((column, i) => column === "" || columns.indexOf(column) < i);
  if (doubled !== undefined) {
    throw new FormatError(
      `${name}: the header ${doubled === "" ? "has a column without a name" : `names the column "${doubled}" twice`}. ` +
        `The first line must give each column its own name.`,
    );
  }
  return { name, columns, rows: records };
}

async function* csvRows(parser: AsyncIterable<unknown>, name: string): AsyncGenerator<TableRow, void, undefined> {
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line: info.lines, cells: record };
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new FormatError(`${name}: ${cause.message}. Every line must have as many cells as the header.`, { cause });
  }
}

function* chunks(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

/** The delimiter that occurs most in the first line; a comma where none does. */
function sniff(bytes: Uint8Array): string {
  const end = bytes.indexOf(10);
  const line = new TextDecoder().decode(bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, chunkBytes)));
  const counted = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}
