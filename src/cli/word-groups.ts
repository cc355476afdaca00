import { OptionError } from "../tensor/errors.js";
import type { KeyedVectors, WordGroup } from "../words/index.js";

export interface ChosenWords {
  readonly words: readonly string[];
  readonly neighbours: readonly string[];
  /** Neighbours of each word; default 10. */
  readonly top?: number | undefined;
  readonly frequent?: number | undefined;
  readonly line: readonly string[];
}

/** How many of the most frequent words are shown where nothing is named. */
const defaultFrequent = 200;

/**
 * The words to show: those named, the neighbours of each word, and the most frequent ones, which a file lists first.
 * @throws UnknownWordError for a word that the vectors do not have
 */
export function chooseGroups(vectors: KeyedVectors, chosen: ChosenWords): WordGroup[] {
  const { words, neighbours, top = 10, line } = chosen;
  const nothingNamed = words.length + neighbours.length + line.length === 0;
  const frequent = Math.min(vectors.length, chosen.frequent ?? (nothingNamed ? defaultFrequent : 0));
  const groups = [
    { name: "named", words },
    ...neighbours.map((word) => ({
      name: `near ${word}`,
      words: [word, ...vectors.mostSimilar({ positive: [word], topn: top }).map((near) => near.word)],
    })),
    { name: "most frequent", words: Array.from({ length: frequent }, (_, i) => vectors.wordAt(i)) },
  ];
  return groups.filter((group) => group.words.length > 0);
}

/**
 * "man:woman" is a pair of words.
 * @throws OptionError for a text that is none
 */
export function pairs(lines: readonly string[]): (readonly [string, string])[] {
  return lines.map((line) => {
    const [from = "", to = "", ...more] = line.split(":");
    if (from !== "" && to !== "" && more.length === 0) return [from, to];
    throw new OptionError(`--line: got "${line}", expected two words with a colon between them, as man:woman.`);
  });
}
