import { setImmediate as nextTurn } from "node:timers/promises";
import { WordTokenizer, type WordTokenizerOptions } from "../../../student/index.js";
import { DataError } from "../../../tensor/index.js";
import { abortable } from "./abortable.js";
import type { CorpusWriter } from "./corpus-writer.js";
import type { OpenText } from "./open-text.js";
import { splitAtBlanks } from "./split-at-blanks.js";
import { splitByTokenizer, stringWords } from "./split-by-tokenizer.js";
import { Utf8Repair } from "./utf8-repair.js";

/** How words are told: `whitespace` between them, or by the word tokeniser with its defaults or with options. */
export type TokenizerOption = "whitespace" | "words" | WordTokenizerOptions;

export interface ReadWordsOptions {
  readonly tokenizer: TokenizerOption;
  readonly signal?: AbortSignal | undefined;
  /** Called some ten times a second. */
  readonly onProgress: () => void;
}

/** The event loop gets its turn after so many milliseconds. */
const turnMs = 50;

/**
 * Reads a whole text, counts its words and writes them to the spool.
 * @returns how many sequences of bytes were no UTF-8
 * @throws DataError if a piece is no text, or a word that was given as one is empty or holds white space
 */
export async function readWords(
  { pieces }: OpenText,
  writer: CorpusWriter,
  { tokenizer, signal, onProgress }: ReadWordsOptions,
): Promise<number> {
  const splitter =
    tokenizer === "whitespace"
      ? splitAtBlanks(writer)
      : splitByTokenizer(new WordTokenizer(tokenizer === "words" ? {} : tokenizer), writer);
  const addWord = stringWords(writer);
  const utf8 = new Utf8Repair();
  const endBytes = (): void => {
    splitter.bytes(utf8.end());
    splitter.end();
  };
  let lastTurn = performance.now();
  for await (const piece of abortable(pieces, signal)) {
    if (piece instanceof Uint8Array) splitter.bytes(utf8.accept(piece));
    else {
      endBytes();
      if (typeof piece === "string") splitter.line(piece);
      else {
        for (const word of checkedWords(piece, writer.words)) addWord(word);
        writer.endSentence();
      }
    }
    await writer.spool.flushIfLong();
    if (performance.now() - lastTurn < turnMs) continue;
    onProgress();
    await nextTurn();
    lastTurn = performance.now();
  }
  endBytes();
  return utf8.replaced;
}

function checkedWords(piece: readonly string[], before: number): readonly string[] {
  const where = `the sentence after ${before} words`;
  if (!(piece instanceof Array))
    throw new DataError(`${where} is ${typeof piece}. Expected bytes, a line of text, or an array of words.`);
  const wrong = piece.findIndex((word: unknown) => typeof word !== "string" || word === "" || /\s/.test(word));
  if (wrong === -1) return piece;
  throw new DataError(
    `${where} has ${JSON.stringify(piece[wrong])} as a word. ` +
      `Words are texts without white space: join their parts by "_", or give the sentence as one line of text.`,
  );
}
