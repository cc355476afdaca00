import { writeAtomic } from "../../data/index.js";
import { FormatError } from "../../tensor/index.js";
import type { VectorTable } from "../vector-table.js";
import { ByteReader } from "./byte-reader.js";
import type { VectorFileFormat } from "./format.js";
import { word2VecBinary } from "./word2vec-binary.js";

/** All formats; the first that matches a file's content reads it. */
const formats: readonly VectorFileFormat[] = [word2VecBinary];

const startLength = 1 << 16;

/**
 * Reads word vectors; the content of the file tells its format.
 * @throws FormatError if the file is damaged or of no known format
 * @throws FileError if it cannot be read
 */
export async function readVectors(path: string): Promise<VectorTable & { readonly format: string }> {
  const reader = await ByteReader.open(path);
  try {
    const start = await reader.fetch(startLength);
    const format = formats.find((one) => one.matches(start));
    if (!format) {
      throw new FormatError(
        `${path}: holds no word vectors in a format that is known: ${formats.map(({ name }) => name).join(", ")}.`,
      );
    }
    return { format: format.name, ...(await format.read(reader)) };
  } finally {
    await reader.close();
  }
}

/** Writes word vectors: the old file stays until the new one is complete. */
export async function writeVectors(path: string, table: VectorTable): Promise<void> {
  await writeAtomic(path, word2VecBinary.write!(table));
}
