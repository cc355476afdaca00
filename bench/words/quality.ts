import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { KeyedVectors } from "../../src/words/index.js";
import { mean } from "simple-statistics";
import { deviation } from "../../src/study/statistics/index.js";
import type { BenchCorpus } from "./corpus.js";
import type { Trainer, TrainingJob } from "./trainers.js";

/** One figure of one subject, over seeds. */
export interface QualityRow {
  readonly case: string;
  readonly subject: string;
  readonly metric: string;
  readonly threads: number;
  readonly mean: number;
  readonly deviation: number;
  readonly seeds: number;
}

export interface QualityOptions {
  readonly threadCounts: readonly number[];
  /** From 1 on. */
  readonly seeds: number;
  /** Files of judged pairs and of analogies; a figure without its file is left out. */
  readonly pairs: string | undefined;
  readonly analogies: string | undefined;
  /** Where vectors lie: those that are there are not trained again. */
  readonly folder: string;
  readonly progress: (line: string) => void;
}

const epochs = 5;

/** How good the vectors of each trainer are on the same text with the same settings: mean and deviation over seeds. */
export async function vectorQuality(
  trainers: readonly Trainer[],
  corpus: BenchCorpus,
  algorithm: TrainingJob["algorithm"],
  options: QualityOptions,
): Promise<QualityRow[]> {
  const rows: QualityRow[] = [];
  for (const threads of options.threadCounts) {
    for (const trainer of trainers) {
      const scores: Scores[] = [];
      for (let seed = 1; seed <= options.seeds; seed++) {
        const name = `${trainer.name}-${algorithm}-${threads}-${seed}`.replaceAll(/[^\w.-]/g, "_");
        const output = join(options.folder, `${name}.bin`);
        if (!existsSync(output)) {
          options.progress(`${trainer.name}: ${algorithm}, ${threads} threads, seed ${seed}`);
          await trainer.train({ corpus: corpus.path, algorithm, threads, seed, epochs, output: `${output}.new.bin` });
          await rename(`${output}.new.bin`, output);
        }
        scores.push(await score(output, options));
      }
      for (const metric of Object.keys(scores[0]!) as (keyof Scores)[]) {
        const values = scores.map((one) => one[metric]!);
        rows.push({
          case: `quality ${algorithm}`,
          subject: trainer.name,
          metric,
          threads,
          mean: mean(values),
          deviation: deviation(values),
          seeds: options.seeds,
        });
      }
    }
  }
  return rows;
}

/** Spearman's correlation with human judgement, and the share of analogies right. */
interface Scores {
  readonly similarity?: number;
  readonly analogies?: number;
}

async function score(path: string, { pairs, analogies }: QualityOptions): Promise<Scores> {
  const vectors = await KeyedVectors.load(path);
  return {
    ...(pairs !== undefined && { similarity: (await vectors.evaluateWordPairs(pairs)).spearman.correlation }),
    ...(analogies !== undefined && { analogies: (await vectors.evaluateWordAnalogies(analogies)).accuracy }),
  };
}
