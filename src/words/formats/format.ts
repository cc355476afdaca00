import type { VectorTable } from "../vector-table.js";
import type { ByteReader } from "./byte-reader.js";

/** A file format of word vectors: how it is told from others, read, and written. */
export interface VectorFileFormat {
  /** As `limbeck words info` shows it and `--format` takes it. */
  readonly name: string;
  /** Whether a file that starts with these bytes (64 kB, or all there is) is of this format. */
  matches(start: Uint8Array): boolean;
  /** @throws FormatError if the file is damaged */
  read(reader: ByteReader): Promise<VectorTable>;
  /** The content of a file, piece by piece. Formats without it are read only. */
  write?(table: VectorTable): Iterable<Uint8Array>;
}
