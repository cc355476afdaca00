import { OptionError, Random } from "../../tensor/index.js";
import { pca } from "./pca.js";
import { umap } from "./umap.js";
import type { ProjectionMethod, WordGroup, WordMap } from "./word-map.js";

/** What is needed of vectors: `KeyedVectors`, or anything that gives a word's numbers. */
export interface WordVectors {
  /** Throws for a word that it does not have. */
  getVector(word: string): ArrayLike<number>;
}

export interface ProjectionOptions {
  /** What is shown. A word that stands in several groups belongs to the first. */
  readonly groups: readonly WordGroup[];
  /** Pairs of words to join by a line, as `["man", "woman"]`; they are shown even where no group holds them. */
  readonly lines?: readonly (readonly [string, string])[];
  /** Default "pca": distances keep their meaning as well as a plane allows. "umap" keeps neighbours together. */
  readonly method?: ProjectionMethod;
  /** Of UMAP's random numbers; default 0. PCA has none. */
  readonly seed?: number;
  /** UMAP's passes. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Words flattened to two dimensions.
 * @throws OptionError for an unknown word, or fewer words than the method needs (PCA two, UMAP three)
 * @example
 * const map = await projectWords(vectors, { groups: [{ name: "royal", words: ["king", "queen", "prince"] }] });
 * map.points[0]; // { word: "king", x: 1.32, y: -0.41, group: "royal" }
 */
export async function projectWords(vectors: WordVectors, options: ProjectionOptions): Promise<WordMap> {
  const { groups, lines = [], method = "pca", seed = 0 } = options;
  const groupOf = new Map<string, string>();
  for (const { name, words } of groups) for (const word of words) if (!groupOf.has(word)) groupOf.set(word, name);
  for (const word of lines.flat()) if (!groupOf.has(word)) groupOf.set(word, "lines");
  const words = [...groupOf.keys()];
  const rows = words.map((word) => vectors.getVector(word));
  if (words.length < 2) {
    throw new OptionError(`A picture needs at least two different words, got ${words.join(", ") || "none"}.`);
  }
  const layout =
    method === "pca"
      ? await pca(rows)
      : { points: await umap(rows, { ...options, random: new Random(seed) }), explainedVariance: undefined };
  return {
    method,
    points: words.map((word, i) => {
      const [x = 0, y = 0] = layout.points[i]!;
      return { word, x, y, group: groupOf.get(word)! };
    }),
    lines,
    ...(layout.explainedVariance && { explainedVariance: layout.explainedVariance }),
  };
}
