import type { KeyedVectors, Word2Vec, Word2VecOptions, WordTable } from "../words/index.js";

/** What the text holds, once it is read. */
export interface TextRead {
  readonly words: number;
  readonly vocabulary: { readonly words: WordTable; readonly counts: Float64Array };
  readonly invalidSequences: number;
}

/** Lines about a text: its size, and what may be wrong with it. */
export function readNotes({ words, vocabulary, invalidSequences }: TextRead, { tokenizer }: Word2VecOptions): string[] {
  return [
    `Read ${words} words; ${vocabulary.words.length} distinct ones get vectors.`,
    ...(invalidSequences > 0 ? [invalidNote(invalidSequences)] : []),
    ...(tokenizer === undefined ? untokenizedNotes(vocabulary) : []),
  ];
}

const invalidNote = (sequences: number): string =>
  `${sequences} times bytes are no UTF-8: replaced by U+FFFD. ` +
  `A text in another encoding is turned into UTF-8 by, for instance: iconv -f LATIN1 -t UTF-8`;

/** So many of the most frequent words are looked at, and so large a share of their occurrences is a reason for a line. */
const [looked, muchOf] = [1000, 0.05];

/** A line for a text that was split at white space and has capitals or punctuation on many of its words. */
function untokenizedNotes({ words, counts }: TextRead["vocabulary"]): string[] {
  let [all, rough] = [0, 0];
  const examples: string[] = [];
  for (let i = 0; i < Math.min(looked, words.length); i++) {
    const word = words.at(i);
    all += counts[i]!;
    if (!/^\p{Lu}|\p{L}[.,;:!?"”)]+$|^["“(]\p{L}/u.test(word)) continue;
    rough += counts[i]!;
    examples.push(word);
  }
  if (rough < muchOf * all) return [];
  return [
    `Many words carry capitals or punctuation, as ${examples.slice(0, 3).join(" ")}: each form gets a vector of its own. ` +
      `--tokenizer words takes them off.`,
  ];
}

/**
 * Opens what a training is to go on from.
 * @param note is told what is missing there
 * @throws FormatError, FileError
 */
export async function openStart(path: string, note: (line: string) => void): Promise<Word2Vec | KeyedVectors> {
  const [{ KeyedVectors, Word2Vec }, { isModelFile }] = await Promise.all([
    import("../words/index.js"),
    import("../words/training/model-file.js"),
  ]);
  if (await isModelFile(path)) return Word2Vec.load(path);
  note(
    `${path} holds vectors alone: the output rows that training also needs begin at zero, and its words count as often ` +
      `as they occur in this text. A file written with --model holds both.`,
  );
  return KeyedVectors.load(path);
}
