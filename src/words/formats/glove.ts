import { firstFields, isNumber } from "./first-fields.js";
import type { WritableFormat } from "./format.js";
import { joined } from "./joined.js";
import { LineReader } from "./line-reader.js";
import { vectorLines } from "./vector-lines.js";

const newline = 0x0a;
/** So many numbers of the first line tell such a file. */
const trialNumbers = 8;

/** GloVe's text files: the same lines, without the one at the top. */
export const glove: WritableFormat = {
  name: "glove",

  matches(start) {
    const { fields, isComplete } = firstFields(start);
    const numbers = fields.slice(1, isComplete ? undefined : -1).slice(-trialNumbers);
    return numbers.length > 1 && numbers.every(isNumber);
  },

  async read(reader) {
    while (!reader.bytes.includes(newline) && (await reader.more()));
    const { fields } = firstFields(reader.bytes);
    const numbers = fields.length - 1 - fields.findLastIndex((field) => !isNumber(field));
    const size = Math.min(numbers, fields.length - 1); // a word may look like a number
    if (size < 1) throw reader.fail("line 1 does not end with a number. It is damaged, or of another format.");
    const lines = new LineReader(reader, size);
    for (let line = 1; await lines.next(line); line++);
    return lines.table();
  },

  write: (table) => joined(vectorLines(table)),
};
