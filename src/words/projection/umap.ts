import { OptionError, type Random } from "../../tensor/index.js";

export interface UmapOptions {
  /** Where all random numbers come from: the same seed gives the same points. */
  readonly random: Random;
  /** How many neighbours a row is held together with; default 15, at most one less than there are rows. */
  readonly neighbours?: number;
  /** How close points may come, 0 … 1; default 0.1. */
  readonly minDistance?: number;
  /** Called before each pass, with how many are done and how many there are. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * UMAP: a layout in the plane that keeps neighbours together, distances being 1 - cosine. Distances between far groups
 * say little in it.
 * Source: McInnes, Healy, Melville 2018, arXiv:1802.03426.
 * @param rows `[rows, size]`, at least three
 * @returns `[rows, 2]`
 * @throws OptionError for fewer than three rows; the signal's reason where it aborts
 */
export async function umap(rows: readonly ArrayLike<number>[], options: UmapOptions): Promise<number[][]> {
  const { random, neighbours = 15, minDistance = 0.1, onProgress, signal } = options;
  if (rows.length < 3) throw new OptionError(`UMAP needs at least three words, got ${rows.length}. PCA needs two.`);
  const { UMAP } = await import("umap-js");
  const layout = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(neighbours, rows.length - 1),
    minDist: minDistance,
    distanceFn: (a, b) => 1 - dot(a, b),
    random: () => random.next(),
  });
  const passes = layout.initializeFit(rows.map(unitLength));
  for (let pass = 0; pass < passes; pass++) {
    signal?.throwIfAborted();
    onProgress?.(pass, passes);
    layout.step();
    await new Promise((resolve) => setImmediate(resolve)); // Ctrl-C and a page's clicks come through here
  }
  onProgress?.(passes, passes);
  return layout.getEmbedding();
}

function unitLength(row: ArrayLike<number>): number[] {
  const values = Array.from(row);
  const length = Math.sqrt(dot(values, values));
  return length > 0 ? values.map((value) => value / length) : values;
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
