import type { Random } from "../../tensor/index.js";
import type { WordTable } from "../word-table.js";
import type { Weights } from "./weights.js";

/** Weights of an earlier training, row by row in the order of its words. */
export interface KnownWeights {
  readonly words: WordTable;
  readonly weights: Weights;
}

/**
 * The weights that training goes on from: known words keep their rows, new ones begin as in any training, with a vector
 * drawn from ±1 / size and an output row of zeros. Nodes are left out: counts have changed, and with them the tree.
 * @param words of the new vocabulary
 */
export function grownWeights(known: KnownWeights, words: WordTable, size: number, random: Random): Partial<Weights> {
  const { input, output } = known.weights;
  const start = Float32Array.from({ length: words.length * size }, () => (2 * random.next() - 1) / size);
  return {
    input: withRows(known.words, input, words, start),
    ...(output && { output: withRows(known.words, output, words, new Float32Array(start.length)) }),
  };
}

/** Puts the rows of known words where these words stand now. */
function withRows(from: WordTable, rows: Float32Array, to: WordTable, into: Float32Array): Float32Array {
  const size = rows.length / from.length;
  for (let row = 0; row < from.length; row++) {
    const place = to.indexOf(from.at(row));
    if (place !== -1) into.set(rows.subarray(row * size, (row + 1) * size), place * size);
  }
  return into;
}
