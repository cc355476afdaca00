import { firstWord } from "../student/model.js";
import { OptionError, type Random } from "../tensor/index.js";
import { pca, type KeyedVectors } from "../words/index.js";

/** What the words of a model start from. */
export interface EmbeddingStart {
  /** Numbers a word. */
  readonly size: number;
  /** `[words + 2, size]`: first the row that fills up texts, all zeros, then that of unknown words, then the words. */
  readonly data: Float32Array;
}

export interface EmbeddingStartOptions {
  /** Numbers a word: fewer than the vectors have are made by PCA over the words with a vector. Default: the vectors' own. */
  readonly size?: number | undefined;
  /** Rows of words without a vector are drawn from it. */
  readonly random: Random;
}

/**
 * The matrix of embeddings that starts from word vectors. Words without one, and the unknown word, are drawn from a normal
 * distribution with the deviation of the vectors' numbers, so that they stand out neither by their length nor by its lack.
 * @throws OptionError if `size` is more than the vectors have, or no word has a vector
 */
export async function embeddingStart(
  words: readonly string[],
  vectors: KeyedVectors,
  { size = vectors.size, random }: EmbeddingStartOptions,
): Promise<EmbeddingStart> {
  if (!Number.isInteger(size) || size < 1 || size > vectors.size) {
    throw new OptionError(
      `embedding.size: got ${size}, expected a whole number of at most ${vectors.size}, the width of the vectors.`,
    );
  }
  const known = words.map((word, i) => (vectors.has(word) ? i : -1)).filter((i) => i >= 0);
  if (known.length === 0) {
    throw new OptionError(
      "embedding.vectors: no word of the training texts has a vector. Are they vectors of the same language, and of " +
        "words in the same spelling?",
    );
  }
  const rows = known.map((i) => vectors.getVector(words[i]!));
  const start = size === vectors.size ? rows : (await pca(rows, size)).points;
  const deviation = deviationOf(start);
  const data = Float32Array.from({ length: (words.length + firstWord) * size }, (_, i) =>
    i < size ? 0 : random.normal(0, deviation),
  );
  known.forEach((word, i) => data.set(start[i]!, (word + firstWord) * size));
  return { size, data };
}

/** The standard deviation of all numbers of some rows. */
function deviationOf(rows: readonly ArrayLike<number>[]): number {
  let [count, sum, squares] = [0, 0, 0];
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      count++;
      sum += row[i]!;
      squares += row[i]! ** 2;
    }
  }
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean));
}
