import { DataError } from "../tensor/index.js";
import { squaredLengths } from "./scan/scan.js";
import type { VectorTable } from "./vector-table.js";

/**
 * The length of every vector, `[words]`.
 * @param where what to call the vectors in messages
 * @throws DataError if a vector holds NaN or an infinite number
 */
export function norms({ words, rows }: VectorTable, where: string): Float32Array {
  const lengths = squaredLengths(rows);
  const row = new Float32Array(rows.size);
  lengths.forEach((square, i) => {
    if (!Number.isFinite(square)) {
      rows.copy(i, i + 1, row);
      const broken = row.findIndex((x) => !Number.isFinite(x));
      if (broken !== -1) {
        throw new DataError(
          `${where}: number ${broken + 1} of the vector of ${JSON.stringify(words.at(i))} is ${row[broken]!}. ` +
            `Vectors must be finite: train them anew with a lower learning rate, or leave the word out.`,
        );
      }
      square = row.reduce((sum, x) => sum + x * x, 0); // beyond float32, not beyond float64
    }
    lengths[i] = Math.sqrt(square);
  });
  return lengths;
}
