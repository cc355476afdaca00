/** "pca" keeps distances as well as a plane allows, "umap" keeps neighbours together. */
export const projectionMethods = ["pca", "umap"] as const;
export type ProjectionMethod = (typeof projectionMethods)[number];

/** Words that belong together in a picture: they get one colour and stand in the legend under the name. */
export interface WordGroup {
  readonly name: string;
  readonly words: readonly string[];
}

/** Words in the plane: plain data, from which pages and pictures are made. */
export interface WordMap {
  readonly method: ProjectionMethod;
  readonly points: readonly WordPoint[];
  /** Pairs of words that a line joins. */
  readonly lines: readonly (readonly [string, string])[];
  /** PCA: the share of the words' variance that the two axes hold, 0 … 1 each. */
  readonly explainedVariance?: readonly number[];
}

export interface WordPoint {
  readonly word: string;
  readonly x: number;
  readonly y: number;
  readonly group: string;
}
