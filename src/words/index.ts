export { KeyedVectors, type KeyedVectorsOptions } from "./keyed-vectors.js";
export type { MostSimilarOptions } from "./queries/most-similar.js";
export type { Term, Vector } from "./queries/terms.js";
export type { Scored } from "./queries/top-scores.js";
export { Float32Rows, type Rows } from "./rows.js";
export { UnknownWordError } from "./unknown-word-error.js";
export type { VectorTable } from "./vector-table.js";
export { WordTable } from "./word-table.js";
