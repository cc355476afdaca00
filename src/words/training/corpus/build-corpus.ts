import type { WordTable } from "../../word-table.js";
import { findPhrases } from "../phrases/find-phrases.js";
import { joinPhrases } from "../phrases/join-phrases.js";
import type { PhraseOptions } from "../phrases/phrase-options.js";
import { Phrases, type Phrase } from "../phrases/phrases.js";
import { chooseVocabulary, type VocabularyOptions } from "./choose-vocabulary.js";
import { CorpusWriter, leftOut } from "./corpus-writer.js";
import type { Corpus } from "./corpus.js";
import { openText } from "./open-text.js";
import { readWords, type TokenizerOption } from "./read-words.js";
import { sentenceEnd } from "./sentence.js";
import { SpoolFile } from "./spool-file.js";
import type { TextSource } from "./text-source.js";
import { WordCounts } from "./word-counts.js";

export interface BuildCorpusOptions extends Omit<VocabularyOptions, "known"> {
  readonly tokenizer: TokenizerOption;
  /** Neighbours that belong together become one word; default none do. */
  readonly phrases?: Required<PhraseOptions> | undefined;
  /** What an earlier text has given: its words stay in the vocabulary, its phrases are joined before new ones are sought. */
  readonly known?: { readonly words: WordTable; readonly counts: Float64Array; readonly phrases: Phrases } | undefined;
  /** Where the spool is written. */
  readonly spool: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ReadingProgress) => void) | undefined;
}

/** How far the reading of a text is. */
export interface ReadingProgress {
  readonly stage: "read" | "phrases";
  /** Words so far. */
  readonly words: number;
  /** Of all files, as they lie on the disk. */
  readonly bytesRead: number;
  readonly totalBytes: number | undefined;
}

/** Words are counted in a table of at most so many, or ten times as many as the vocabulary may have, if that is less. */
const mostCounted = 20_000_000;
const fewestCounted = 1_000_000;

/**
 * Reads a text once: counts its words, joins its phrases, chooses the vocabulary, and writes the text as numbers to a
 * file. The text is never in memory as a whole; its distinct words are, up to a limit (20 million; where `maxVocab` is
 * given, ten times that and a million at least), beyond which the rarest are forgotten while counting goes on.
 * @throws DataError if no word is left, or a sentence is no text
 * @throws FileError, FormatError if a file cannot be read or is no text
 */
export async function buildCorpus(source: TextSource, options: BuildCorpusOptions): Promise<Corpus> {
  const { known, maxVocab, minCount, onProgress = () => undefined } = options;
  const text = await openText(source);
  const spool = await SpoolFile.create(options.spool);
  try {
    const capacity = Math.min(mostCounted, Math.max(fewestCounted, 10 * (maxVocab ?? Infinity)));
    const writer = new CorpusWriter(new WordCounts({ known: known?.words, capacity }), spool);
    const tell = (stage: ReadingProgress["stage"]): void =>
      onProgress({ stage, words: writer.words, bytesRead: text.bytesRead(), totalBytes: text.totalBytes });
    const invalidSequences = await readWords(text, writer, { ...options, onProgress: () => tell("read") });
    tell("read");
    const counted = writer.counts.finish();
    if (counted.rowOf) await renumber(spool, counted.rowOf);
    const { counts, phrases } = await withPhrases(spool, counted, options, () => tell("phrases"));
    known?.counts.forEach((count, word) => (counts[word]! += count));
    const { vocabulary, placeOf } = chooseVocabulary(counted.words, counts, {
      minCount,
      maxVocab,
      known: known?.words.length ?? 0,
    });
    const { sentences, words } = await keepPlaced(spool, placeOf);
    const { path, length: ids } = spool;
    return { vocabulary, spool: { path, ids, sentences, words, rawWords: writer.words }, invalidSequences, phrases };
  } finally {
    await spool.close();
  }
}

/** Joins the phrases that are known, then as many passes of new ones as are wanted. */
async function withPhrases(
  spool: SpoolFile,
  counted: { readonly words: WordTable; readonly counts: Float64Array },
  { known, phrases: wanted, signal }: BuildCorpusOptions,
  onPass: () => void,
): Promise<{ counts: Float64Array; phrases: Phrases }> {
  let { counts } = counted;
  const passes: (readonly Phrase[])[] = [];
  const join = async (phrases: readonly Phrase[]): Promise<void> => {
    signal?.throwIfAborted();
    onPass();
    counts = await joinPhrases(spool, counted.words, counts, phrases);
    passes.push(phrases);
  };
  for (const phrases of known?.phrases.passes ?? []) await join(phrases);
  for (let pass = 0; pass < (wanted?.passes ?? 0); pass++) {
    signal?.throwIfAborted();
    onPass();
    await join(await findPhrases(spool, counted.words, counts, wanted!));
  }
  return { counts, phrases: new Phrases(passes) };
}

/** Puts rows in place of numbers. */
const renumber = (spool: SpoolFile, rowOf: Int32Array): Promise<void> =>
  spool.rewrite((number) => {
    const row = number < 0 ? number : rowOf[number]!;
    spool.push(number >= 0 && row === -1 ? leftOut : row);
  });

/** Leaves out what has no place in the vocabulary, and sentences in which nothing remains. */
async function keepPlaced(spool: SpoolFile, placeOf: Int32Array): Promise<{ sentences: number; words: number }> {
  let [sentences, words, inSentence] = [0, 0, 0];
  await spool.rewrite((number) => {
    if (number === sentenceEnd) {
      if (inSentence === 0) return;
      spool.push(sentenceEnd);
      sentences++;
      words += inSentence;
      inSentence = 0;
    } else if (number !== leftOut && placeOf[number]! >= 0) {
      spool.push(placeOf[number]!);
      inSentence++;
    }
  });
  return { sentences, words };
}
