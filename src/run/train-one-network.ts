import { carryOut, type RunOptions } from "./carry-out.js";
import { readModelFacts } from "./model-files.js";
import type { ResolvedRecipe } from "./recipe/index.js";
import { trainStages } from "./train-and-judge.js";

/** The part of a recipe that a network comes from. */
const partOf = { teacher: "teacher", baseline: "student" } as const;

/**
 * Trains the teacher or the baseline of a run alone, on labels, and judges nothing: a run folder without figures, from
 * which other runs take it. What the student learns from does not matter to it, and may differ on resume. Killed at any
 * moment and resumed, it ends with the same weights.
 * @throws LimbeckError for data, options and folders that cannot be used
 * @throws the signal's reason when aborted
 */
export const trainOneNetwork = (
  recipe: ResolvedRecipe,
  network: keyof typeof partOf,
  options: RunOptions,
): Promise<void> =>
  carryOut(recipe, options, {
    concerns: ["data", "seed", "provider", partOf[network]],
    finished: async (folder) => ((await readModelFacts(folder, network)) ? true : undefined),
    async work(run, context) {
      await trainStages(run, context, [network]);
      return true;
    },
  }).then(() => undefined);
