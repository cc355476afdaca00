import { longestSentence, sentenceEnd } from "./sentence.js";
import type { SpoolFile } from "./spool-file.js";
import { longestWord } from "./split-at-blanks.js";
import type { WordCounts } from "./word-counts.js";
import type { WordSink } from "./word-sink.js";

/** Stands in a spool for a word that has no number. */
export const leftOut = -2;

/** Counts words and writes their numbers to a spool. */
export class CorpusWriter implements WordSink {
  /** How many words were taken. */
  words = 0;
  #sentenceLength = 0;

  constructor(
    readonly counts: WordCounts,
    readonly spool: SpoolFile,
  ) {}

  word(bytes: Uint8Array, from: number, to: number): void {
    if (this.#sentenceLength === longestSentence) this.endSentence();
    this.words++;
    this.#sentenceLength++;
    this.spool.push(to - from > longestWord ? leftOut : this.counts.add(bytes, from, to));
  }

  endSentence(): void {
    if (this.#sentenceLength > 0) this.spool.push(sentenceEnd);
    this.#sentenceLength = 0;
  }
}
