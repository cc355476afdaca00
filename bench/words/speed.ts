import { join } from "node:path";
import { median } from "../median.js";
import type { BenchRow } from "../table.js";
import type { BenchCorpus } from "./corpus.js";
import type { Trainer, TrainingJob } from "./trainers.js";

/** One pass: several rounds say more than one long run, as a noisy second then spoils one of them alone. */
const epochs = 1;

/**
 * Words of the text a second (passes times words, through the seconds of training), of all trainers in turn, round after
 * round.
 * @param folder where vectors are written
 */
export async function trainingSpeed(
  trainers: readonly Trainer[],
  corpus: BenchCorpus,
  algorithm: TrainingJob["algorithm"],
  { threadCounts, rounds, folder }: { threadCounts: readonly number[]; rounds: number; folder: string },
): Promise<BenchRow[]> {
  const contestants = threadCounts.flatMap((threads) =>
    trainers.map((trainer) => ({ trainer, threads, rates: [] as number[] })),
  );
  for (let seed = 1; seed <= rounds; seed++) {
    for (const { trainer, threads, rates } of contestants) {
      const output = join(folder, "speed.bin");
      const seconds = await trainer.train({ corpus: corpus.path, algorithm, threads, seed, epochs, output });
      rates.push((corpus.words * epochs) / seconds);
    }
  }
  const ours = (threads: number): number =>
    median(contestants.find((one) => one.trainer === trainers[0] && one.threads === threads)!.rates);
  return contestants.map(({ trainer, threads, rates }) => ({
    case: `speed ${algorithm}`,
    subject: trainer.name,
    threads,
    median: Math.round(median(rates)),
    unit: "words/s",
    ratio: ours(threads) / median(rates),
  }));
}
