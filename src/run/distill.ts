import { carryOut, type RunOptions } from "./carry-out.js";
import { copyNetwork } from "./copy-network.js";
import type { Metrics } from "./metrics.js";
import { readMetrics } from "./metrics-file.js";
import { readModelFacts } from "./model-files.js";
import type { ResolvedRecipe } from "./recipe/index.js";
import type { RunFolder } from "./run-folder.js";
import { trainAndJudge } from "./train-and-judge.js";

export interface DistillOptions extends RunOptions {
  /** A run whose baseline has the same recipe, but for what the student learns from, and the same seed: it is copied. */
  readonly baseline?: RunFolder | undefined;
}

/**
 * The main job: trains the teacher, the baseline (the student's twin, on labels alone) and the student, judges them on
 * test data, and writes the run folder. Killed at any moment and resumed, it ends with the same weights.
 * @throws LimbeckError for data, options and folders that cannot be used
 * @throws the signal's reason when aborted
 */
export const distill = (recipe: ResolvedRecipe, { baseline, ...options }: DistillOptions): Promise<Metrics> =>
  carryOut(recipe, options, {
    finished: readMetrics,
    prepare: async (folder) => {
      if (!baseline || (await readModelFacts(folder, "baseline"))) return;
      await copyNetwork({ folder: baseline, network: "baseline" }, { folder, network: "baseline" });
    },
    work: trainAndJudge,
  });
