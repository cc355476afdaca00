import { Float32Rows } from "../rows.js";
import type { VectorTable } from "../vector-table.js";
import { WordTable } from "../word-table.js";
import type { ByteReader } from "./byte-reader.js";
import type { VectorFileFormat } from "./format.js";
import { joined } from "./joined.js";
import { word2VecHeader } from "./word2vec-header.js";

const [newline, blank] = [0x0a, 0x20];
const longestWord = 1 << 16; // bytes

/**
 * The binary files of word2vec: a line with the number of words and of numbers in a vector, then each word, a blank, and
 * its numbers as little-endian float32. The C tool ends each vector with a newline, gensim does not. They hold no counts.
 */
export const word2VecBinary: VectorFileFormat = {
  name: "word2vec-binary",

  matches: (start) => word2VecHeader(start) !== undefined,

  async read(reader) {
    const header = word2VecHeader(await reader.fetch(64))!;
    const { count, size } = header;
    if (count === 0 || size === 0) throw reader.fail(`its header promises ${count} words of size ${size}.`);
    const least = header.length + count * (4 * size + 1);
    if (least > reader.fileLength) {
      throw reader.fail(
        `its header promises ${count} words of size ${size}, which take at least ${least} bytes; the file has ` +
          `${reader.fileLength}. It is truncated or lies: fetch the file again.`,
      );
    }
    reader.skip(header.length);
    const words = new WordTable(count);
    const data = new Float32Array(count * size);
    const bytes = new Uint8Array(data.buffer);
    for (let i = 0; i < count; i++) {
      const blankAt = await findBlank(reader, i, count, 4 * size);
      const [from, to] = [leadingNewlines(reader.bytes, blankAt), blankAt];
      const target = words.length;
      if (words.addBytes(reader.bytes, from, to))
        bytes.set(reader.bytes.subarray(blankAt + 1, blankAt + 1 + 4 * size), 4 * size * target);
      reader.skip(blankAt + 1 + 4 * size);
    }
    return { words, rows: new Float32Rows(data.subarray(0, words.length * size), size) };
  },

  write: (table) => joined(lines(table)),
};

function* lines({ words, rows }: VectorTable): Generator<Uint8Array> {
  yield Buffer.from(`${words.length} ${rows.size}\n`);
  const row = new Float32Array(rows.size);
  const rowBytes = new Uint8Array(row.buffer);
  for (let i = 0; i < words.length; i++) {
    rows.copy(i, i + 1, row);
    yield words.bytesAt(i);
    yield Uint8Array.of(blank);
    yield rowBytes;
  }
}

/** Where the blank behind word `i` lies, once its whole vector is there too. */
async function findBlank(reader: ByteReader, i: number, count: number, rowBytes: number): Promise<number> {
  for (;;) {
    const { bytes } = reader;
    const at = bytes.indexOf(blank);
    if (at !== -1 && at + 1 + rowBytes <= bytes.length) return at;
    if ((at === -1 ? bytes.length : at) > longestWord) {
      throw reader.fail(`word ${i + 1} of ${count} is longer than ${longestWord} bytes. This is no word2vec file.`);
    }
    if (!(await reader.more())) {
      throw reader.fail(`ends within word ${i + 1} of ${count}. It is truncated: fetch the file again.`);
    }
  }
}

function leadingNewlines(bytes: Uint8Array, end: number): number {
  let from = 0;
  while (from < end && bytes[from] === newline) from++;
  return from;
}
