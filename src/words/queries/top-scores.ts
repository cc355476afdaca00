import type { WordTable } from "../word-table.js";

/** A word of an answer. */
export interface Scored {
  readonly word: string;
  readonly similarity: number;
}

/**
 * The best of scored words, the highest first, equal ones in the order of the words.
 * @param scores   of the first words, one each
 * @param count    how many to give at most
 * @param excluded words that are no answer
 */
export function topScores(
  words: WordTable,
  scores: Float32Array | Float64Array,
  count: number,
  excluded: ReadonlySet<number>,
): Scored[] {
  const best: number[] = []; // a heap: of the kept ones the worst is at 0
  const worse = (a: number, b: number): boolean => scores[a]! < scores[b]! || (scores[a] === scores[b] && a > b);
  for (let i = 0; i < scores.length; i++) {
    if (best.length === count && (count === 0 || scores[i]! <= scores[best[0]!]!)) continue;
    if (excluded.has(i)) continue;
    if (best.length < count) siftUp(best, i, worse);
    else siftDown(best, i, worse);
  }
  return best
    .sort((a, b) => (worse(a, b) ? 1 : -1))
    .map((index) => ({ word: words.at(index), similarity: scores[index]! }));
}

type Worse = (a: number, b: number) => boolean;

/** Adds an index to the heap. */
function siftUp(heap: number[], index: number, worse: Worse): void {
  let at = heap.length;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!worse(index, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = index;
}

/** Puts an index in the place of the worst. */
function siftDown(heap: number[], index: number, worse: Worse): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && worse(heap[child + 1]!, heap[child]!)) child++;
    if (!worse(heap[child]!, index)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = index;
}
