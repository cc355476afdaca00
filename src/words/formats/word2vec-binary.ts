import { Float32Rows } from "../rows.js";
import type { VectorTable } from "../vector-table.js";
import { WordTable } from "../word-table.js";
import { expectWritableWord } from "./expect-writable-word.js";
import type { WritableFormat } from "./format.js";
import { joined } from "./joined.js";
import { word2VecHeader } from "./word2vec-header.js";

const [newline, blank] = [0x0a, 0x20];

/**
 * The binary files of word2vec: a line with the number of words and of numbers in a vector, then each word, a blank, and
 * its numbers as little-endian float32. The C tool ends each vector with a newline, gensim does not. They hold no counts.
 */
export const word2VecBinary: WritableFormat = {
  name: "word2vec-binary",

  matches: (start) => word2VecHeader(start) !== undefined,

  async read(reader) {
    const { count, size, length } = word2VecHeader(await reader.fetch(64))!;
    if (count === 0 || size === 0) throw reader.fail(`its header promises ${count} words of ${size} numbers each.`);
    reader.skip(length);
    const rowBytes = 4 * size;
    reader.expectLeft(count * (rowBytes + 1), `${count} words of ${size} numbers, as its header promises,`);
    const words = new WordTable(count);
    const data = reader.allocateRows(count, size);
    const bytes = new Uint8Array(data.buffer);
    for (let i = 0; i < count; i++) {
      const end = await reader.find(blank, 1 + rowBytes, `word ${i + 1} of ${count}`);
      const fetched = reader.bytes;
      const at = words.length * rowBytes;
      if (words.addBytes(fetched, leadingNewlines(fetched, end), end))
        bytes.set(fetched.subarray(end + 1, end + 1 + rowBytes), at);
      reader.skip(end + 1 + rowBytes);
    }
    await reader.expectEnd(`the ${count} words that its header promises`);
    return { words, rows: new Float32Rows(data.subarray(0, words.length * size), size) };
  },

  write: (table) => joined(lines(table)),
};

function* lines({ words, rows }: VectorTable): Generator<Uint8Array> {
  yield Buffer.from(`${words.length} ${rows.size}\n`);
  const row = new Float32Array(rows.size);
  const rowBytes = new Uint8Array(row.buffer);
  for (let i = 0; i < words.length; i++) {
    expectWritableWord(words, i);
    rows.copy(i, i + 1, row);
    yield words.bytesAt(i);
    yield Uint8Array.of(blank);
    yield rowBytes;
  }
}

function leadingNewlines(bytes: Uint8Array, end: number): number {
  let from = 0;
  while (from < end && bytes[from] === newline) from++;
  return from;
}
