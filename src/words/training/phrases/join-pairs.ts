import { sentenceEnd } from "../corpus/sentence.js";
import type { SpoolFile } from "../corpus/spool-file.js";
import type { PairMap } from "./pair-map.js";

/**
 * Puts one word in place of two neighbours throughout a spool, the leftmost first, each word in one pair at most.
 * @param joined the word that a pair becomes
 * @param counts of all words; brought up to date
 */
export async function joinPairs(spool: SpoolFile, joined: PairMap, counts: Float64Array): Promise<void> {
  let last = sentenceEnd;
  const endPair = (): void => {
    if (last !== sentenceEnd) spool.push(last);
    last = sentenceEnd;
  };
  await spool.rewrite((word) => {
    const phrase = last === sentenceEnd || word < 0 ? undefined : joined.get(last, word);
    if (phrase !== undefined) {
      counts[last]!--;
      counts[word]!--;
      counts[phrase]!++;
      spool.push(phrase);
      last = sentenceEnd;
      return;
    }
    endPair();
    if (word < 0) spool.push(word);
    else last = word;
  });
  endPair();
}
