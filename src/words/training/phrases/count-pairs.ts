import type { SpoolFile } from "../corpus/spool-file.js";
import { PairMap } from "./pair-map.js";

/** So many pairs are counted at a time, in some 400 MB; where there are more, the rarest are forgotten, as gensim does. */
const capacity = 20_000_000;

/** How often each two words stand side by side in a sentence. */
export async function countPairs(spool: SpoolFile): Promise<PairMap> {
  let pairs = new PairMap();
  let last = -1;
  let least = 1;
  for await (const chunk of spool.chunks()) {
    for (const word of chunk) {
      if (word >= 0 && last >= 0) pairs.set(last, word, (pairs.get(last, word) ?? 0) + 1);
      last = word;
    }
    while (pairs.length > capacity) pairs = moreThan(pairs, least++);
  }
  return pairs;
}

function moreThan(pairs: PairMap, least: number): PairMap {
  const kept = new PairMap();
  for (const [first, second, count] of pairs) if (count > least) kept.set(first, second, count);
  return kept;
}
