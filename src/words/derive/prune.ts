import { setImmediate as nextTurn } from "node:timers/promises";
import { WordTokenizer } from "../../student/index.js";
import { DataError } from "../../tensor/index.js";
import type { KeyedVectors, KeyedVectorsOptions } from "../keyed-vectors.js";
import { rowsOf } from "./rows-of.js";
import { openText } from "../training/corpus/open-text.js";
import { splitAtBlanks } from "../training/corpus/split-at-blanks.js";
import { splitByTokenizer } from "../training/corpus/split-by-tokenizer.js";
import type { TextSource } from "../training/corpus/text-source.js";
import { Utf8Repair } from "../training/corpus/utf8-repair.js";
import type { WordSink } from "../training/corpus/word-sink.js";
import { WordTable } from "../word-table.js";

/**
 * The vectors of the words that a text uses, in their order, without vectors of parts. A word is used if it stands in the
 * text between blanks, or where the tokeniser cuts it, with its capitals or in small letters.
 * @throws FileError, FormatError or DataError if the text cannot be read
 * @throws DataError if it uses none of them
 */
export async function prune(
  vectors: KeyedVectors,
  text: TextSource,
  signal: AbortSignal | undefined,
): Promise<KeyedVectorsOptions> {
  const isUsed = new Uint8Array(vectors.length);
  const sink: WordSink = {
    word(bytes, from, to) {
      const row = vectors.words.indexOfBytes(bytes, from, to);
      if (row !== -1) isUsed[row] = 1;
    },
    endSentence: () => undefined,
  };
  await readInAllWays(text, sink, signal);
  const rows = Array.from(isUsed.keys()).filter((row) => isUsed[row] === 1);
  if (rows.length === 0)
    throw new DataError(
      `The text uses none of the ${vectors.length} words with vectors. Give a text in their language, with words in letters.`,
    );
  const words = new WordTable(rows.length);
  for (const row of rows) words.add(vectors.wordAt(row));
  const counts = vectors.counts && rows.map((row) => vectors.counts![row]!);
  return { words, vectors: rowsOf(vectors.rows, rows), size: vectors.size, counts };
}

async function readInAllWays(text: TextSource, sink: WordSink, signal: AbortSignal | undefined): Promise<void> {
  const splitters = [
    splitAtBlanks(sink),
    splitByTokenizer(new WordTokenizer({ lowercase: false, punctuation: true, addresses: "keep" }), sink),
    splitByTokenizer(new WordTokenizer({ lowercase: true }), sink),
  ];
  const utf8 = new Utf8Repair();
  const { pieces } = await openText(text);
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    const sound = utf8.accept(piece instanceof Uint8Array ? piece : Buffer.from(`${[piece].flat().join(" ")}\n`));
    for (const splitter of splitters) splitter.bytes(sound);
    await nextTurn();
  }
  const rest = utf8.end();
  for (const splitter of splitters) {
    splitter.bytes(rest);
    splitter.end();
  }
}
