import { firstWord, unknownWord } from "../student/model.js";
import { OptionError } from "../tensor/index.js";

export interface VocabularyOptions {
  /** Words that occur less often are unknown. Default 1. */
  readonly minCount?: number;
  /** At most so many words are known: the most frequent. Default: all. */
  readonly maxWords?: number | undefined;
  /** Known also where no text has them, as words with vectors are. Behind all others. */
  readonly further?: Iterable<string>;
}

/**
 * The words that a model knows, each by a number: 0 is no word and fills up texts, 1 stands for every unknown word, 2 is the
 * most frequent word, and so on.
 */
export class Vocabulary {
  readonly #numbers: ReadonlyMap<string, number>;

  /**
   * @param words  the most frequent first
   * @param counts how often each occurs, in the same order
   */
  constructor(
    readonly words: readonly string[],
    readonly counts: readonly number[],
  ) {
    this.#numbers = new Map(words.map((word, i) => [word, firstWord + i]));
  }

  /**
   * The vocabulary of some texts. Words of the same count are in alphabetical order.
   * @throws OptionError if an option is no whole number of at least 1
   */
  static of(
    texts: Iterable<readonly string[]>,
    { minCount = 1, maxWords, further = [] }: VocabularyOptions = {},
  ): Vocabulary {
    checkCount("minCount", minCount);
    if (maxWords !== undefined) checkCount("maxWords", maxWords);
    const counts = new Map<string, number>();
    for (const text of texts) for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1);
    const known = [...counts].filter(([, count]) => count >= minCount);
    known.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    const names = new Set(known.map(([word]) => word));
    for (const word of further) if (!names.has(word)) known.push([word, counts.get(word) ?? 0]);
    const kept = known.slice(0, maxWords);
    return new Vocabulary(
      kept.map(([word]) => word),
      kept.map(([, count]) => count),
    );
  }

  /** How many numbers there are: words, and the two that are none. */
  get size(): number {
    return firstWord + this.words.length;
  }

  /** The number of a word; that of unknown words where it is none. */
  numberOf(word: string): number {
    return this.#numbers.get(word) ?? unknownWord;
  }

  /** The numbers of words. */
  numbersOf(words: readonly string[]): Int32Array {
    return Int32Array.from(words, (word) => this.numberOf(word));
  }
}

function checkCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new OptionError(`vocabulary.${name}: got ${value}, expected a whole number of at least 1.`);
}
