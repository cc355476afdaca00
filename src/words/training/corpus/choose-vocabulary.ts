import { DataError } from "../../../tensor/index.js";
import { WordTable } from "../../word-table.js";
import type { Vocabulary } from "./corpus.js";

export interface VocabularyOptions {
  /** Words that occur less often have no vector. */
  readonly minCount: number;
  /** At most so many words: the most frequent; default no limit. */
  readonly maxVocab?: number | undefined;
  /** The first so many words are in, however rare, and count towards the limit. */
  readonly known?: number;
}

/**
 * The words that get vectors: the most frequent first, equally frequent ones in the order in which they were met.
 * @returns the vocabulary, and of each word that was counted its place there, -1 if it has none
 * @throws DataError if no word is left
 */
export function chooseVocabulary(
  words: WordTable,
  counts: Float64Array,
  { minCount, maxVocab = Infinity, known = 0 }: VocabularyOptions,
): { readonly vocabulary: Vocabulary; readonly placeOf: Int32Array } {
  const frequent = Uint32Array.from(candidates(counts, minCount, known)).sort(
    (a, b) => counts[b]! - counts[a]! || a - b,
  );
  const chosen = limited(frequent, maxVocab, known);
  if (chosen.length === 0) throw nothingLeft(counts, minCount);
  const placeOf = new Int32Array(counts.length).fill(-1);
  const table = new WordTable(chosen.length);
  for (const word of chosen) {
    placeOf[word] = table.length;
    const bytes = words.bytesAt(word);
    table.intern(bytes, 0, bytes.length);
  }
  return { vocabulary: { words: table, counts: Float64Array.from(chosen, (word) => counts[word]!) }, placeOf };
}

function* candidates(counts: Float64Array, minCount: number, known: number): Generator<number> {
  for (let word = 0; word < counts.length; word++) if (word < known || counts[word]! >= minCount) yield word;
}

/** The first words, known ones all of them. */
function limited(words: Uint32Array, limit: number, known: number): Uint32Array {
  let left = Math.max(0, limit - known);
  return words.filter((word) => word < known || left-- > 0);
}

function nothingLeft(counts: Float64Array, minCount: number): DataError {
  const most = counts.reduce((highest, count) => Math.max(highest, count), 0);
  return new DataError(
    most === 0
      ? "The text holds no word. Give a text with words, a sentence a line."
      : `No word of the text occurs ${minCount} times or more: the most frequent one occurs ${most} times. ` +
          `Give more text, or a lower minimum count.`,
  );
}
