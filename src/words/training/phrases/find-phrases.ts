import type { SpoolFile } from "../corpus/spool-file.js";
import type { WordTable } from "../../word-table.js";
import { countPairs } from "./count-pairs.js";
import type { PhraseOptions } from "./phrase-options.js";
import { phraseScore } from "./phrase-score.js";
import type { Phrase } from "./phrases.js";

/** Neighbours of a text that belong together: those whose score is above the threshold, the highest first. */
export async function findPhrases(
  spool: SpoolFile,
  words: WordTable,
  counts: Float64Array,
  options: Required<PhraseOptions>,
): Promise<Phrase[]> {
  const pairs = await countPairs(spool);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const distinct = counts.reduce((sum, count) => sum + Number(count > 0), 0) + pairs.length;
  const found: Phrase[] = [];
  for (const [first, second, pair] of pairs) {
    const score = phraseScore(
      { first: counts[first]!, second: counts[second]!, pair, distinct, words: total },
      options,
    );
    if (score > options.threshold) found.push({ first: words.at(first), second: words.at(second), score });
  }
  const text = ({ first, second }: Phrase): string => `${first} ${second}`;
  return found.sort((a, b) => b.score - a.score || (text(a) < text(b) ? -1 : 1));
}
