import { asJson, distill, loadRecipe, loadRunData, trainOneNetwork, type RunEvent } from "../run/index.js";
import type { Job } from "./job.js";

export interface RunJobOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/**
 * Carries out a job in its folder, going on with what lies there; of a finished one nothing is done again.
 * @throws LimbeckError for what is wrong with its recipe or data, or a training that fails
 */
export async function runJob(job: Job, options: RunJobOptions = {}): Promise<void> {
  const recipe = await loadRecipe(job.recipe, { set: job.set, cwd: job.cwd });
  const common = { ...options, folder: { path: job.folder }, resume: true, loadData };
  if (job.kind === "trial") {
    await distill(recipe, { ...common, ...(job.baseline !== undefined && { baseline: { path: job.baseline } }) });
  } else {
    await trainOneNetwork(recipe, job.kind, common);
  }
}

/** So many data sets stay in memory: one for each of some seeds, which split it in their own way. */
const mostKept = 3;
const kept = new Map<string, ReturnType<typeof loadRunData>>();

/** As loadRunData, but what the last jobs read is at hand for the next ones of the same data and seed. */
const loadData: typeof loadRunData = (recipe, given, options) => {
  // Of texts the data also holds what the networks' words start from.
  const starts = recipe.data.text === undefined ? [] : [recipe.teacher, recipe.student, recipe.scheme];
  const key = asJson([recipe.data, recipe.seed, recipe.folder, recipe.cache, given, starts]);
  const data = kept.get(key) ?? loadRunData(recipe, given, options);
  kept.delete(key);
  kept.set(key, data); // the last in order is the one used last
  data.catch(() => kept.delete(key));
  for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest);
  return data;
};
