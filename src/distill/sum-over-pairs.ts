import { add, type Tensor } from "../graph/index.js";
import type { TapPair } from "./define-objective.js";

/** Terms of a loss added up; at least one. */
export const sumOf = (terms: readonly Tensor[]): Tensor => terms.reduce((total, term) => add(total, term));

/** Adds up what a formula gives for each pair of taps. */
export const sumOverPairs = (pairs: readonly TapPair[], term: (pair: TapPair, place: number) => Tensor): Tensor =>
  sumOf(pairs.map(term));
