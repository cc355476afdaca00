import { nearest } from "../tensor/index.js";
import { UnknownWordError } from "./unknown-word-error.js";
import type { WordTable } from "./word-table.js";

/** Near spellings are sought among so many words at the start, which in most files are the most frequent. */
const searched = 100_000;

/**
 * The index of a word.
 * @throws UnknownWordError, with a near spelling where there is one
 */
export function lookUp(words: WordTable, word: string): number {
  const index = words.indexOf(word);
  if (index !== -1) return index;
  const near = nearSpelling(words, word);
  const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
  throw new UnknownWordError(`"${word}" is not among the ${words.length} words of these vectors.${hint}`, [word]);
}

/** The word that a missing one most likely meant: in other letter case, or else nearly spelt so. */
function nearSpelling(words: WordTable, word: string): string | undefined {
  const lower = word.toLowerCase();
  const capitalized = lower.replace(/^\p{L}/u, (letter) => letter.toUpperCase());
  const inOtherCase = [lower, capitalized, word.toUpperCase()].find((variant) => words.has(variant));
  return inOtherCase ?? nearest(word, ofSimilarLength(words, word));
}

/** A near spelling has at most a third of the letters more or fewer: most words are out by their length alone. */
function* ofSimilarLength(words: WordTable, word: string): Generator<string> {
  const slack = Math.max(1, Math.floor(word.length / 3));
  const bytes = Buffer.byteLength(word);
  for (let i = 0; i < Math.min(searched, words.length); i++) {
    // A letter takes up to three bytes more than the one that it stands for.
    if (Math.abs(words.byteLength(i) - bytes) > 3 * slack) continue;
    const candidate = words.at(i);
    if (Math.abs(candidate.length - word.length) <= slack) yield candidate;
  }
}
