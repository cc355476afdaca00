import { rowsOf } from "../derive/rows-of.js";
import type { Rows } from "../rows.js";
import { QuantizedFilter } from "../scan/quantized-filter.js";
import { scan } from "../scan/scan.js";
import { TopScores } from "./top-scores.js";

/** A direction to search in, and the rows that are no answer. */
export interface Query {
  /** Of length 1, or zero. */
  readonly direction: Float32Array;
  readonly excluded: ReadonlySet<number>;
}

export interface RowSearchOptions {
  /** A filter is made after so many searches through all rows: about what it costs. Default 8. */
  readonly filterAfter?: number;
  /** Fewer numbers than this are looked through as fast without a filter. Default 4 million. */
  readonly filterFrom?: number;
}

/** With more answers than this a filter leaves too much. */
const mostFiltered = 1000;

/**
 * Finds the rows with the highest cosines. All rows are looked at; large tables that are searched again and again get a
 * copy as int8, a quarter of their size, that says which rows need not be. The answers are the same to the bit.
 */
export class RowSearch {
  readonly rows: Rows;
  readonly norms: Float32Array;
  readonly #filterAfter: number;
  #filter: QuantizedFilter | undefined;
  #scanned = 0;

  constructor(rows: Rows, norms: Float32Array, { filterAfter = 8, filterFrom = 1 << 22 }: RowSearchOptions = {}) {
    this.rows = rows;
    this.norms = norms;
    const isWorthIt = rows.dtype === "float32" && rows.data.length >= filterFrom;
    this.#filterAfter = isWorthIt ? filterAfter : Infinity;
  }

  /**
   * The best rows of each query.
   * @param count only the first so many rows are candidates
   * @param topn  how many to keep of each
   */
  nearest(queries: readonly Query[], count: number, topn: number): TopScores[] {
    const best = queries.map(({ excluded }) => new TopScores(topn, excluded));
    if (topn === 0) return best;
    const filter = topn <= mostFiltered ? this.#filterFor(queries.length * count) : undefined;
    if (filter) queries.forEach((query, q) => this.#searchFiltered(filter, query, count, topn, best[q]!));
    else this.#searchAll(queries, count, best);
    return best;
  }

  /** Whether a filter was made. */
  get isFiltered(): boolean {
    return this.#filter !== undefined;
  }

  /** The filter, which is made when that has become worth its while. */
  #filterFor(scanned: number): QuantizedFilter | undefined {
    this.#scanned += scanned / this.rows.length;
    if (this.#filter || this.rows.dtype !== "float32" || this.#scanned <= this.#filterAfter) return this.#filter;
    try {
      this.#filter = new QuantizedFilter(this.rows, this.norms);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#scanned = -Infinity; // there is no memory for it
    }
    return this.#filter;
  }

  #searchAll(queries: readonly Query[], count: number, best: readonly TopScores[]): void {
    const { norms } = this;
    const directions = queries.map(({ direction }) => direction);
    scan(this.rows, directions, count, (products, first, query) => {
      const top = best[query]!;
      // Of a zero vector the quotient is NaN: it is similar to nothing.
      for (let i = 0; i < products.length; i++) top.offer(first + i, products[i]! / norms[first + i]! || 0);
    });
  }

  #searchFiltered(filter: QuantizedFilter, query: Query, count: number, topn: number, best: TopScores): void {
    const candidates = filter.candidates(query.direction, count, topn, query.excluded);
    scan(rowsOf(this.rows, candidates), [query.direction], candidates.length, (products, first) => {
      for (let i = 0; i < products.length; i++) {
        const row = candidates[first + i]!;
        best.offer(row, products[i]! / this.norms[row]! || 0);
      }
    });
  }
}
