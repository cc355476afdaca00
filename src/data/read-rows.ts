import type { DataSource } from "./data-spec.js";
import type { Dataset } from "./dataset.js";
import type { ReadContext } from "./reader.js";
import { readTable, type TableParser } from "./table.js";
import { readTextTable } from "./text-table.js";

/** Reads a file of rows: texts where the specification names their column, else numbers. */
export const readRows = (source: DataSource, context: ReadContext, parse: TableParser): Promise<Dataset> =>
  context.text === undefined ? readTable(source, context, parse) : readTextTable(source, context, parse);
