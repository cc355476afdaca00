import type { SpoolFile } from "../corpus/spool-file.js";
import type { WordTable } from "../../word-table.js";
import { joinPairs } from "./join-pairs.js";
import { PairMap } from "./pair-map.js";
import { phraseGlue, type Phrase } from "./phrases.js";

/**
 * Joins phrases throughout a spool. Those that become words are added to the table.
 * @param counts of all words; brought up to date
 * @returns the counts, of the added words too
 */
export async function joinPhrases(
  spool: SpoolFile,
  words: WordTable,
  counts: Float64Array,
  phrases: readonly Phrase[],
): Promise<Float64Array> {
  const joined = new PairMap();
  for (const { first, second } of phrases) {
    const pair = [words.indexOf(first), words.indexOf(second)] as const;
    if (pair.includes(-1)) continue;
    const phrase = Buffer.from(first + phraseGlue + second);
    joined.set(...pair, words.intern(phrase, 0, phrase.length));
  }
  const all = new Float64Array(words.length);
  all.set(counts);
  await joinPairs(spool, joined, all);
  return all;
}
