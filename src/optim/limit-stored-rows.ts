import type { ParameterStore } from "../engine/index.js";
import type { Parameter } from "../graph/index.js";

/**
 * The max-norm constraint in place, between two steps: what `maxNormConstraint` does inside of one, in a
 * fraction of its time, since each weight is read once and only rows that are too long are written.
 * Norms are summed in float64. Biases, embedding tables that are sparse, and what is not trainable stay as they are.
 * @param maxNorm the largest norm of a row of a weight `[outFeatures, ...]`
 * @see maxNormConstraint
 */
export function limitStoredRows(store: ParameterStore, parameters: readonly Parameter[], maxNorm: number): void {
  for (const parameter of parameters) {
    if (!parameter.trainable || parameter.rank < 2 || parameter.sparse) continue;
    const weights = store.get(parameter);
    const columns = weights.length / (parameter.shape[0] as number);
    for (let start = 0; start < weights.length; start += columns) {
      const norm = Math.sqrt(sumOfSquares(weights, start, start + columns));
      if (norm <= maxNorm) continue;
      const scale = maxNorm / (norm + 1e-7);
      for (let i = start; i < start + columns; i++) weights[i]! *= scale;
    }
  }
}

/** Four sums at once: one alone would wait for each addition before the next. */
function sumOfSquares(numbers: Float32Array, start: number, end: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = start;
  for (; i + 3 < end; i += 4) {
    a += numbers[i]! * numbers[i]!;
    b += numbers[i + 1]! * numbers[i + 1]!;
    c += numbers[i + 2]! * numbers[i + 2]!;
    d += numbers[i + 3]! * numbers[i + 3]!;
  }
  for (; i < end; i++) a += numbers[i]! * numbers[i]!;
  return a + b + (c + d);
}
