import type { VectorTable } from "../vector-table.js";
import type { ByteReader } from "./byte-reader.js";

/** A file format of word vectors: how it is told from others, and read. */
export interface VectorFileFormat {
  /** As `limbeck words info` shows it and `--format` takes it. */
  readonly name: string;
  /** Whether a file that starts with these bytes (64 kB, or all there is) is of this format. */
  matches(start: Uint8Array): boolean;
  /** @throws FormatError if the file is damaged */
  read(reader: ByteReader): Promise<VectorTable>;
}

/** A format that vectors can be saved in. */
export interface WritableFormat extends VectorFileFormat {
  /**
   * The content of a file, piece by piece.
   * @throws DataError if the format cannot hold a word
   */
  write(table: VectorTable): Iterable<Uint8Array>;
}
