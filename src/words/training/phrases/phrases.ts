/** A pair of neighbours that is one word. */
export interface Phrase {
  readonly first: string;
  readonly second: string;
  readonly score: number;
}

/** Between the words of a phrase. */
export const phraseGlue = "_";

/**
 * The phrases that were found in a text, pass after pass: what a text must be joined by before vectors that were trained
 * with phrases can be looked up.
 *
 *   model.phrases.join(["in", "new", "york"]); // ["in", "new_york"]
 */
export class Phrases {
  readonly passes: readonly (readonly Phrase[])[];
  readonly #seconds: readonly ReadonlyMap<string, ReadonlySet<string>>[];

  constructor(passes: readonly (readonly Phrase[])[]) {
    this.passes = passes;
    this.#seconds = passes.map(secondsByFirst);
  }

  /** The words of a sentence with phrases as one word each: the leftmost first, each word in one phrase at most. */
  join(words: readonly string[]): string[] {
    return this.#seconds.reduce<string[]>(joinOnce, [...words]);
  }
}

function secondsByFirst(phrases: readonly Phrase[]): Map<string, Set<string>> {
  const seconds = new Map<string, Set<string>>();
  for (const { first, second } of phrases) {
    const known = seconds.get(first);
    if (known) known.add(second);
    else seconds.set(first, new Set([second]));
  }
  return seconds;
}

function joinOnce(words: readonly string[], seconds: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [word, next] = [words[i]!, words[i + 1]];
    const isPhrase = next !== undefined && seconds.get(word)?.has(next) === true;
    joined.push(isPhrase ? word + phraseGlue + next : word);
    if (isPhrase) i++;
  }
  return joined;
}
