import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildCorpus, type BuildCorpusOptions } from "../../../src/words/training/corpus/build-corpus.js";
import type { Corpus } from "../../../src/words/training/corpus/corpus.js";
import type { TextSource } from "../../../src/words/training/corpus/text-source.js";

/** A text as it is trained on, its numbers as words again. */
export interface ReadCorpus extends Corpus {
  readonly counted: readonly (readonly [word: string, count: number])[];
  readonly sentences: readonly (readonly string[])[];
}

export async function corpusOf(
  source: TextSource,
  options: Partial<Omit<BuildCorpusOptions, "spool">> = {},
): Promise<ReadCorpus> {
  const folder = await mkdtemp(join(tmpdir(), "limbeck-corpus-"));
  try {
    const corpus = await buildCorpus(source, {
      minCount: 1,
      tokenizer: "whitespace",
      ...options,
      spool: join(folder, "spool"),
    });
    const words = [...corpus.vocabulary.words];
    const bytes = await readFile(corpus.spool.path);
    const ids = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const sentences: string[][] = [[]];
    for (const id of ids) {
      if (id === -1) sentences.push([]);
      else sentences.at(-1)!.push(words[id]!);
    }
    sentences.pop();
    return { ...corpus, counted: words.map((word, i) => [word, corpus.vocabulary.counts[i]!]), sentences };
  } finally {
    await rm(folder, { recursive: true });
  }
}
