import { Random } from "../tensor/index.js";

/** Of a shuffled order: texts are sorted within so many batches, so that batches still differ from epoch to epoch. */
const batchesSorted = 100;

/**
 * An order in which each batch holds texts of like length.
 * @param lengths of each text
 * @param order   the order of an epoch, `[samples]`
 * @param shuffle what that order was drawn from; left out: the shortest come first
 */
export function orderByLength(
  lengths: Int32Array,
  order: Int32Array,
  batchSize: number,
  shuffle: { readonly seed: number; readonly epoch: number } | undefined,
): Int32Array {
  const byLength = (a: number, b: number): number => lengths[a]! - lengths[b]!;
  if (!shuffle) return order.slice().sort(byLength);
  const batches: Int32Array[] = [];
  for (let start = 0; start < order.length; start += batchesSorted * batchSize) {
    const sorted = order.slice(start, start + batchesSorted * batchSize).sort(byLength);
    for (let at = 0; at < sorted.length; at += batchSize) batches.push(sorted.subarray(at, at + batchSize));
  }
  // The batch that is not full stays last: every other one begins at a multiple of the batch size.
  const partial = batches.at(-1)!.length < batchSize ? batches.pop() : undefined;
  const random = new Random(shuffle.seed).fork("batches").fork(shuffle.epoch);
  const shuffled = Array.from(random.permutation(batches.length), (i) => batches[i]!);
  const result = new Int32Array(order.length);
  let end = 0;
  for (const batch of partial ? [...shuffled, partial] : shuffled) {
    result.set(batch, end);
    end += batch.length;
  }
  return result;
}
