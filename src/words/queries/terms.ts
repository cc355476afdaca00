import { OptionError } from "../../tensor/index.js";
import { lookUp } from "../look-up.js";
import type { VectorTable } from "../vector-table.js";

/** A vector of one's own. */
export type Vector = Float32Array | readonly number[];

/** What a query adds up: a word or a vector, alone or with its weight. */
export type Term = string | Vector | readonly [word: string | Vector, weight: number];

/** Terms, resolved: one vector each, and the rows that belong to words. */
export interface Resolved {
  readonly vectors: readonly Float32Array[];
  readonly weights: readonly number[];
  /** Rows of the words among the terms. */
  readonly rows: ReadonlySet<number>;
}

/**
 * Looks terms up. Vectors of words are brought to unit length; those given as numbers stay as they are.
 * @param weight of terms that have none
 * @throws UnknownWordError
 */
export function resolve(table: VectorTable, terms: readonly Term[], weight: number): Resolved {
  const rows = new Set<number>();
  const parts = terms.map((term) => (isWeighted(term) ? term : ([term, weight] as const)));
  const vectors = parts.map(([part]) => {
    if (typeof part !== "string") return checked(table, part);
    const row = lookUp(table, part);
    rows.add(row);
    return unit(rowAt(table, row));
  });
  return { vectors, weights: parts.map((part) => part[1]), rows };
}

const isWeighted = (term: Term): term is readonly [string | Vector, number] =>
  Array.isArray(term) && typeof term[0] !== "number";

function checked({ rows }: VectorTable, vector: Vector): Float32Array {
  if (vector.length !== rows.size)
    throw new OptionError(`A vector of ${vector.length} numbers was given: these vectors have ${rows.size}.`);
  return Float32Array.from(vector);
}

/** A copy of a row. */
export function rowAt({ rows }: VectorTable, index: number): Float32Array {
  const vector = new Float32Array(rows.size);
  rows.copy(index, index + 1, vector);
  return vector;
}

/** The vector at length 1; a zero vector stays what it is. */
export function unit(vector: Float32Array): Float32Array {
  const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
  return norm === 0 ? vector : vector.map((x) => x / norm);
}
