import { setImmediate } from "node:timers/promises";
import type { Float32Rows } from "../rows.js";
import type { SubwordVectors } from "../subword-vectors.js";
import type { WordTable } from "../word-table.js";

/** fastText's word for the end of a sentence, which has no parts. */
const endOfSentence = "</s>";

/** Turns the own vectors of words into the means of them and of their parts. */
export async function addParts(words: WordTable, rows: Float32Rows, subwords: SubwordVectors): Promise<void> {
  const { size } = rows;
  const sum = new Float64Array(size);
  for (let i = 0; i < words.length; i++) {
    const word = words.at(i);
    if (word === endOfSentence) continue;
    const own = rows.data.subarray(i * size, (i + 1) * size);
    sum.set(own);
    const parts = subwords.partsOf(word);
    for (const part of parts) {
      for (let k = 0, at = part * size; k < size; k++, at++) sum[k]! += subwords.rows.data[at]!;
    }
    for (let k = 0; k < size; k++) own[k] = sum[k]! / (parts.length + 1);
    if (i % 4096 === 4095) await setImmediate();
  }
}
