import { isBlank } from "./line-reader.js";
import { parseNumber } from "./parse-number.js";

const newline = 0x0a;

/** The fields of the first line, and whether all of it is there. */
export function firstFields(bytes: Uint8Array): { fields: Uint8Array[]; isComplete: boolean } {
  const end = bytes.indexOf(newline);
  const line = end === -1 ? bytes : bytes.subarray(0, end);
  const fields: Uint8Array[] = [];
  for (let from = 0; from < line.length;) {
    let to = from;
    while (to < line.length && !isBlank(line[to]!)) to++;
    if (to > from) fields.push(line.subarray(from, to));
    from = to + 1;
  }
  return { fields, isComplete: end !== -1 };
}

export const isNumber = (field: Uint8Array): boolean => parseNumber(field, 0, field.length) !== undefined;
