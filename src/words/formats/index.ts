import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { writeAtomic } from "../../data/index.js";
import { FormatError, OptionError } from "../../tensor/index.js";
import { Float32Rows, Int8Rows, type Rows } from "../rows.js";
import type { VectorTable } from "../vector-table.js";
import { ByteReader } from "./byte-reader.js";
import { fastTextBinary } from "./fasttext-binary.js";
import type { VectorFileFormat, WritableFormat } from "./format.js";
import { gensim } from "./gensim.js";
import { glove } from "./glove.js";
import { safetensors } from "./safetensors.js";
import { word2VecBinary } from "./word2vec-binary.js";
import { word2VecText } from "./word2vec-text.js";
import { writtenFormats, type WrittenFormat } from "./written-formats.js";

/** Formats that are written, by name. */
export const written: Readonly<Record<WrittenFormat, WritableFormat>> = {
  "word2vec-binary": word2VecBinary,
  "word2vec-text": word2VecText,
  glove,
  safetensors,
};

/** All formats; the first that matches the content of a file reads it. */
export const formats: readonly VectorFileFormat[] = [
  safetensors,
  gensim,
  fastTextBinary,
  word2VecText,
  word2VecBinary,
  glove,
];

/** What a format is told by. */
const startLength = 1 << 16;

/**
 * Reads word vectors; the content of the file tells its format. Files packed by gzip are unpacked.
 * @throws FormatError if the file is damaged or of no known format
 * @throws FileError if it cannot be read
 */
export async function readVectors(path: string): Promise<VectorTable & { readonly format: string }> {
  const reader = await ByteReader.open(path);
  try {
    const start = await reader.fetch(startLength);
    const format = formats.find((one) => one.matches(start));
    if (format) return { format: format.name, ...(await format.read(reader)) };
    throw new FormatError(
      `${path}: holds no word vectors in a known format: ${formats.map(({ name }) => name).join(", ")}.`,
    );
  } finally {
    await reader.close();
  }
}

export interface SaveOptions {
  /** Default by the file's name: `.bin`, `.txt` and `.vec`, `.safetensors`; `.gz` behind it packs the file. */
  readonly format?: WrittenFormat | undefined;
  /** "int8" for a file of a quarter of the size, with safetensors; default what the vectors are held in. */
  readonly dtype?: "float32" | "int8" | undefined;
}

/**
 * Writes word vectors: the old file stays until the new one is complete.
 * @returns the format
 * @throws OptionError if neither an option nor the file's name tells the format
 * @throws DataError if a word cannot be written in it
 * @throws FileError if the file cannot be written
 */
export async function writeVectors(
  path: string,
  table: VectorTable,
  options: SaveOptions = {},
): Promise<WrittenFormat> {
  const format = formatToWrite(path, options);
  const { words, counts, subwords } = table;
  const rows = rowsToWrite(table.rows, options.dtype);
  const pieces = written[format].write({ words, rows, counts, subwords });
  await writeAtomic(path, path.endsWith(".gz") ? packed(pieces) : pieces);
  return format;
}

/**
 * The format that vectors will be written in.
 * @throws OptionError as `writeVectors`
 */
export function formatToWrite(path: string, { format = formatByName(path), dtype }: SaveOptions): WrittenFormat {
  if (dtype === "int8" && format !== "safetensors")
    throw new OptionError(`int8 vectors are saved as safetensors; ${format} has none.`);
  return format;
}

function formatByName(path: string): WrittenFormat {
  const name = path.replace(/\.gz$/, "");
  const extension = Object.keys(byExtension).find((end) => name.endsWith(end));
  if (extension !== undefined) return byExtension[extension]!;
  throw new OptionError(
    `${path}: its name tells no format to save in. End it with ${Object.keys(byExtension).join(", ")}, or give a format: ` +
      `${writtenFormats.join(", ")}.`,
  );
}

const byExtension: Readonly<Record<string, WrittenFormat>> = {
  ".bin": "word2vec-binary",
  ".txt": "word2vec-text",
  ".vec": "word2vec-text",
  ".safetensors": "safetensors",
};

const rowsToWrite = (rows: Rows, dtype: SaveOptions["dtype"]): Rows =>
  dtype === "int8" ? Int8Rows.from(rows) : dtype === "float32" ? Float32Rows.from(rows) : rows;

/** Pieces packed by gzip; what fails before reaches whoever reads. */
function packed(pieces: Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return pipeline(Readable.from(pieces), createGzip(), () => undefined);
}
