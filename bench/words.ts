import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { BenchOptions, BenchReport } from "./bench.js";
import { formatBench, type BenchRow } from "./table.js";
import { benchCorpus } from "./words/corpus.js";
import { formatQuality } from "./words/format-quality.js";
import { vectorQuality, type QualityRow } from "./words/quality.js";
import { trainingSpeed } from "./words/speed.js";
import { findTrainers } from "./words/trainers.js";

const algorithms = ["skip-gram", "cbow"] as const;

/**
 * Word2Vec against gensim, fastText and the original program: how fast they train (cases `speed …`), and how good the
 * vectors are that Limbeck and gensim train (`quality …`), on the same text with the same settings.
 */
export async function wordsBench(options: BenchOptions): Promise<BenchReport> {
  const { only = "", rounds, seeds = 3, pairs, analogies, runs, progress } = options;
  const folder = join(runs, "words");
  const corpus = await benchCorpus(folder);
  const { trainers, skipped } = await findTrainers();
  const threadCounts = options.threads ?? (availableParallelism() > 1 ? [1, 2] : [1]);
  const notes = [
    `${corpus.words} words of ${corpus.sources.join(", ")}`,
    ...(corpus.missing.length > 0 ? [`not installed: ${corpus.missing.join(", ")}`] : []),
  ];
  notes.forEach(progress);
  const speed: BenchRow[] = [];
  const quality: QualityRow[] = [];
  for (const algorithm of algorithms) {
    if (`speed ${algorithm}`.includes(only)) {
      progress(`speed ${algorithm}: ${trainers.map(({ name }) => name).join(", ")}`);
      speed.push(...(await trainingSpeed(trainers, corpus, algorithm, { threadCounts, rounds, folder })));
    }
  }
  const judged = pairs !== undefined || analogies !== undefined;
  for (const algorithm of algorithms) {
    if (!`quality ${algorithm}`.includes(only)) continue;
    if (!judged) {
      notes.push(
        "no quality: give --pairs FILE (WordSim-353 or its like: two words and a number a line) and --analogies FILE " +
          "(Google's questions-words.txt)",
      );
      break;
    }
    const compared = trainers.filter(({ name }) => /^(Limbeck|gensim)/.test(name));
    const given = { threadCounts, seeds, pairs, analogies, folder, progress };
    quality.push(...(await vectorQuality(compared, corpus, algorithm, given)));
  }
  const skips = speed.length > 0 ? skipped.map((one) => ({ case: "speed", ...one })) : [];
  const tables = [
    ...(speed.length > 0 ? [formatBench({ rows: speed, skipped: skips })] : []),
    ...(quality.length > 0 ? [formatQuality(quality)] : []),
  ];
  return { rows: [...speed, ...quality], text: [...notes, ...tables].join("\n\n") };
}
