import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { BenchOptions, BenchReport } from "./bench.js";
import { formatBench, type BenchRow, type SkippedPeer } from "./table.js";
import { benchCorpus, type BenchCorpus } from "./words/corpus.js";
import { formatQuality } from "./words/format-quality.js";
import { formatMemory, largeSize, largeWords, memoryOfLargeFile, tooLarge } from "./words/memory.js";
import { noPretrained, pretrainedVectors } from "./words/pretrained.js";
import { vectorQuality, type QualityRow } from "./words/quality.js";
import { searchSpeed } from "./words/search.js";
import { trainingSpeed } from "./words/speed.js";
import { findTrainers } from "./words/trainers.js";

const algorithms = ["skip-gram", "cbow"] as const;

/**
 * Word2Vec against gensim, fastText and the original program: how fast they train (cases `speed …`), how good the vectors
 * are that Limbeck and gensim train (`quality …`), on the same text with the same settings; how fast they find the nearest
 * words among many (`search …`); and how much memory a large file takes (`memory …`).
 */
export async function wordsBench(options: BenchOptions): Promise<BenchReport> {
  const { only = "" } = options;
  const folder = join(options.runs, "words");
  mkdirSync(folder, { recursive: true });
  const isAsked = (name: string): boolean => name.includes(only);
  const training = ["speed", "quality"].flatMap((kind) => algorithms.map((algorithm) => `${kind} ${algorithm}`));
  const parts = [
    ...(training.some(isAsked) ? [await train(options, folder, isAsked)] : []),
    ...(isAsked("search") ? [await search(options, folder)] : []),
    ...(isAsked(`memory ${largeWords} x ${largeSize}`) ? [await memory(options, folder)] : []),
  ];
  return { rows: parts.flatMap(({ rows }) => rows), text: parts.map(({ text }) => text).join("\n\n") };
}

async function train(options: BenchOptions, folder: string, isAsked: (name: string) => boolean): Promise<BenchReport> {
  const { rounds, seeds = 3, pairs, analogies, progress } = options;
  const corpus = await benchCorpus(folder);
  const { trainers, skipped } = await findTrainers();
  const threadCounts = options.threads ?? (availableParallelism() > 1 ? [1, 2] : [1]);
  const notes = [...corpusNotes(corpus)];
  notes.forEach(progress);
  const speed: BenchRow[] = [];
  const quality: QualityRow[] = [];
  for (const algorithm of algorithms.filter((algorithm) => isAsked(`speed ${algorithm}`))) {
    progress(`speed ${algorithm}: ${trainers.map(({ name }) => name).join(", ")}`);
    speed.push(...(await trainingSpeed(trainers, corpus, algorithm, { threadCounts, rounds, folder })));
  }
  for (const algorithm of algorithms.filter((algorithm) => isAsked(`quality ${algorithm}`))) {
    if (pairs === undefined && analogies === undefined) {
      notes.push(noJudgements);
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

const corpusNotes = ({ words, sources, missing }: BenchCorpus): string[] => [
  `${words} words of ${sources.join(", ")}`,
  ...(missing.length > 0 ? [`not installed: ${missing.join(", ")}`] : []),
];

const noJudgements =
  "no quality: give --pairs FILE (WordSim-353 or its like: two words and a number a line) and --analogies FILE " +
  "(Google's questions-words.txt)";

async function search({ rounds, progress }: BenchOptions, folder: string): Promise<BenchReport> {
  progress("search: Limbeck, gensim");
  const path = await pretrainedVectors(folder);
  const skip: SkippedPeer = { case: "search", subject: "Limbeck", reason: noPretrained };
  const result = path === undefined ? { rows: [], skipped: [skip] } : await searchSpeed(path, rounds);
  return { rows: result.rows, text: formatBench(result) };
}

async function memory({ progress }: BenchOptions, folder: string): Promise<BenchReport> {
  const problem = tooLarge(folder);
  if (problem !== undefined) return { rows: [], text: `no memory of a large file: ${problem}` };
  progress(`memory ${largeWords} x ${largeSize}: Limbeck`);
  const row = await memoryOfLargeFile(folder);
  return { rows: [row], text: formatMemory(row) };
}
