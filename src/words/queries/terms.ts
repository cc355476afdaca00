import { ShapeError } from "../../tensor/index.js";
import type { KeyedVectors } from "../keyed-vectors.js";
import type { Vector } from "./vector.js";

/** What a query adds up: a word or a vector, alone or with its weight. */
export type Term = string | Vector | readonly [of: string | Vector, weight: number];

/** Terms with their vectors, weights, and the rows of those that are words. */
export interface Resolved {
  readonly vectors: readonly Float32Array[];
  readonly weights: readonly number[];
  /** Rows of the words among the terms. */
  readonly rows: ReadonlySet<number>;
}

/**
 * Looks terms up: a word stands for its vector at length 1, a vector for itself.
 * @param weight of terms that have none
 * @throws UnknownWordError
 * @throws ShapeError if a vector has another size
 */
export function resolve(vectors: KeyedVectors, terms: readonly Term[], weight: number): Resolved {
  const parts = terms.map((term) => (isWeighted(term) ? term : ([term, weight] as const)));
  const rows = parts.map(([of]) => (typeof of === "string" ? vectors.words.indexOf(of) : -1));
  return {
    vectors: parts.map(([of]) => vectorOf(vectors, of, { normalize: true })),
    weights: parts.map((part) => part[1]),
    rows: new Set(rows.filter((row) => row !== -1)),
  };
}

const isWeighted = (term: Term): term is readonly [string | Vector, number] =>
  Array.isArray(term) && typeof term[0] !== "number";

/**
 * The vector of a word, or the given one as float32.
 * @param options.normalize whether that of a word is brought to length 1; one that is given never is
 */
export function vectorOf(
  vectors: KeyedVectors,
  of: string | Vector,
  { normalize = false }: { readonly normalize?: boolean } = {},
): Float32Array {
  if (typeof of === "string") return vectors.getVector(of, { normalize });
  if (of.length === vectors.size) return Float32Array.from(of);
  throw new ShapeError(`A vector of ${of.length} numbers was given; these have ${vectors.size}.`);
}
