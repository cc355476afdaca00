import { stat } from "node:fs/promises";
import { DataError, OptionError, suggestion } from "../../tensor/index.js";
import { dataFormats, type DataSource } from "../data-spec.js";
import { unreadable } from "../data-file.js";
import { optionName, type ReadContext, type Reader } from "../reader.js";
import { cifar } from "./cifar.js";
import { csv } from "./csv.js";
import { idx } from "./idx.js";
import { images } from "./images.js";
import { json } from "./json.js";
import { jsonl } from "./jsonl.js";

/** Every format, the more particular first: the first that recognises a path reads it. */
export const readers: readonly Reader[] = [idx, csv, jsonl, json, cifar, images];

/**
 * The reader of the format that is given, or that the path tells.
 * @throws OptionError if the format is unknown; DataError if there is nothing at the path, or it tells no format
 */
export async function chooseReader(source: DataSource, context: ReadContext): Promise<Reader> {
  const { format, where, locate } = context;
  if (format !== undefined) {
    const reader = readers.find((one) => one.format === format);
    if (!reader)
      throw new OptionError(`data.format: there is no format "${format}".${suggestion(format, dataFormats)}`);
    return reader;
  }
  if (typeof source === "object" && "images" in source) return idx; // no other format has a file of labels
  const reference = typeof source === "string" ? source : source[0];
  if (reference === undefined) throw new OptionError(`${where}: the list of paths is empty. Name at least one file.`);
  const path = await locate(reference);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    (error: unknown) => {
      throw unreadable(path, where, error);
    },
  );
  const reader = readers.find((one) => one.recognizes(path, isFolder));
  if (reader) return reader;
  throw new DataError(
    `${where}: the name ${path} does not tell its format. Set ${optionName(context, "format")} to ` +
      `one of ${dataFormats.join(", ")}.`,
  );
}
