import { add, type Tensor } from "../graph/index.js";
import type { TapPair } from "./define-objective.js";

/** Adds up what a formula gives for each pair of taps. */
export const sumOverPairs = (pairs: readonly TapPair[], term: (pair: TapPair, place: number) => Tensor): Tensor =>
  pairs.map(term).reduce((sum, one) => add(sum, one));
