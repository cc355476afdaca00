import type { VectorTable } from "../vector-table.js";
import { firstFields, isNumber } from "./first-fields.js";
import type { WritableFormat } from "./format.js";
import { joined } from "./joined.js";
import { LineReader } from "./line-reader.js";
import { vectorLines } from "./vector-lines.js";
import { word2VecHeader } from "./word2vec-header.js";

/** So many numbers of the first line tell a text file. */
const trialNumbers = 8;

/**
 * The text files of word2vec, gensim and fastText (`.vec`): a line with the number of words and of numbers in a vector,
 * then a line for each word: it and its numbers, separated by blanks.
 */
export const word2VecText: WritableFormat = {
  name: "word2vec-text",

  matches(start) {
    const header = word2VecHeader(start);
    if (!header) return false;
    const { fields, isComplete } = firstFields(start.subarray(header.length));
    const numbers = fields.slice(1, isComplete ? undefined : -1).slice(-Math.min(header.size, trialNumbers));
    return numbers.length > 0 && numbers.every(isNumber);
  },

  async read(reader) {
    const { count, size, length } = word2VecHeader(await reader.fetch(64))!;
    if (count === 0 || size === 0) throw reader.fail(`its header promises ${count} words of ${size} numbers each.`);
    reader.skip(length);
    reader.expectLeft(count * (2 * size + 1) - 1, `${count} words of ${size} numbers, as its header promises,`);
    const lines = new LineReader(reader, size, count);
    for (let i = 0; i < count; i++) {
      if (!(await lines.next(i + 2))) throw reader.endsWithin(`word ${i + 1} of ${count}`);
    }
    await reader.expectEnd(`the ${count} words that its header promises`);
    return lines.table();
  },

  write: (table) => joined(content(table)),
};

function* content(table: VectorTable): Generator<Uint8Array> {
  yield Buffer.from(`${table.words.length} ${table.rows.size}\n`);
  yield* vectorLines(table);
}
