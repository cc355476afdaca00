import { setImmediate } from "node:timers/promises";
import { OptionError } from "../../tensor/index.js";
import type { KeyedVectors } from "../keyed-vectors.js";
import { loadUsearch, type HnswIndex } from "./load-usearch.js";
import { checkedCount, sumOfTerms, type MostSimilarOptions } from "./most-similar.js";
import { TopScores, type Similar } from "./top-scores.js";
import { dot } from "./vector.js";

export interface IndexOptions {
  /** Neighbours of a vector in the graph: more find more and take more memory; default 16. */
  readonly connectivity?: number | undefined;
  /** Candidates that are looked at when a vector is put in: more make a better graph, slowly; default 128. */
  readonly expansionAdd?: number | undefined;
  /** Candidates that a query looks at: more find more, slowly; default 64. */
  readonly expansionSearch?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Vectors that are put in between two looks at the signal. */
const pieceLength = 256;

/**
 * Finds nearly all of the nearest words without looking at every vector, through a graph of neighbours (HNSW; Malkov,
 * Yashunin 2016, arXiv:1603.09320) of the npm package usearch. To build it takes as long as thousands of exact queries. The
 * vectors are held a second time.
 */
export class ApproximateIndex {
  readonly #vectors: KeyedVectors;
  readonly #index: HnswIndex;

  private constructor(vectors: KeyedVectors, index: HnswIndex) {
    this.#vectors = vectors;
    this.#index = index;
  }

  /**
   * @throws OptionError if an option is wrong, or usearch is not installed
   */
  static async build(vectors: KeyedVectors, options: IndexOptions = {}): Promise<ApproximateIndex> {
    const { connectivity = 16, expansionAdd = 128, expansionSearch = 64, signal, onProgress } = options;
    for (const [name, value] of Object.entries({ connectivity, expansionAdd, expansionSearch })) {
      if (!Number.isInteger(value) || value < 2 || value > 4096)
        throw new OptionError(`${name}: got ${value}, expected a whole number from 2 to 4096.`);
    }
    const { length, size, rows } = vectors;
    const { Index } = await loadUsearch();
    const index = new Index({
      dimensions: size,
      metric: "cos",
      quantization: "f32",
      connectivity,
      expansion_add: expansionAdd,
      expansion_search: expansionSearch,
      multi: false,
    });
    for (let from = 0; from < length; from += pieceLength) {
      const to = Math.min(length, from + pieceLength);
      const piece = new Float32Array((to - from) * size);
      rows.copy(from, to, piece);
      // One thread, the same order: the same graph each time.
      index.add(
        BigUint64Array.from({ length: to - from }, (_, i) => BigInt(from + i)),
        piece,
        1,
      );
      onProgress?.(to, length);
      await setImmediate(undefined, { signal });
    }
    return new ApproximateIndex(vectors, index);
  }

  /**
   * As `mostSimilar` of the vectors: similarities are exact, a near word may be missed.
   * @throws as `mostSimilar` of the vectors
   */
  mostSimilar({ topn = 10, ...terms }: Omit<MostSimilarOptions, "restrictVocab">): Similar[] {
    const vectors = this.#vectors;
    const { direction, excluded } = sumOfTerms(vectors, terms);
    const best = new TopScores(checkedCount("topn", topn), excluded);
    const asked = Math.min(vectors.length, topn + excluded.size);
    if (topn === 0 || vectors.length === 0) return [];
    const row = new Float32Array(vectors.size);
    for (const found of Array.from(this.#index.search(direction, asked, 1).keys, Number).sort((a, b) => a - b)) {
      vectors.rows.copy(found, found + 1, row);
      best.offer(found, dot(row, direction) / vectors.norms[found]! || 0);
    }
    return best.answer((index) => vectors.wordAt(index));
  }
}
