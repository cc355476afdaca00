import type { Rows } from "../rows.js";

/** So many numbers are looked at together: they stay in the processor's cache. */
const blockSize = 1 << 16;

/**
 * The cosine of each of the first rows with a vector of length 1; 0 for a zero row.
 * @param count how many rows
 */
export function cosines(rows: Rows, unit: Float32Array, count: number): Float32Array {
  const { size } = rows;
  const scores = new Float32Array(count);
  const step = Math.max(1, Math.floor(blockSize / size));
  const block = new Float32Array(step * size);
  for (let from = 0; from < count; from += step) {
    const to = Math.min(count, from + step);
    rows.copy(from, to, block);
    for (let row = from, at = 0; row < to; row++) {
      let [dot, square] = [0, 0];
      for (let i = 0; i < size; i++, at++) {
        const x = block[at]!;
        dot += x * unit[i]!;
        square += x * x;
      }
      scores[row] = square === 0 ? 0 : dot / Math.sqrt(square);
    }
  }
  return scores;
}
