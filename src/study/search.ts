import { loadRecipe } from "../run/index.js";
import { Random, RecipeError } from "../tensor/index.js";
import type { Axis } from "./axis.js";
import { betterThird, halvingRounds } from "./halving.js";
import { sweep, type SweepOptions } from "./sweep.js";
import type { SweepRecord } from "./sweep-record.js";
import { chooseSettings, type Setting } from "./trials.js";

/** How the settings to try are chosen. */
export interface SearchOptions extends Omit<SweepOptions, "settings"> {
  readonly axes: readonly Axis[];
  /** So many points of the grid, drawn at random; default all. */
  readonly trials?: number;
  /** Begin with short trainings, and go on with the better third. Default false. */
  readonly halving?: boolean;
}

/** Where the number of epochs stands that successive halving shortens: the teacher keeps its own. */
const epochsPath = "student.training.epochs";

/**
 * A sweep over a grid, over points of it drawn at random, or by successive halving, which ranks settings by the accuracy
 * of the student of the first seed on validation data.
 * @throws RecipeError if halving is asked for without validation data, or together with an axis of epochs
 */
export async function search({ trials, halving = false, ...options }: SearchOptions): Promise<SweepRecord> {
  const { axes, seeds } = options;
  const settings = chooseSettings(axes, trials, new Random(seeds[0]!).fork("settings"));
  return halving ? halve(settings, options) : sweep({ ...options, settings });
}

async function halve(settings: Setting[], options: Omit<SweepOptions, "settings">): Promise<SweepRecord> {
  const { recipe: source, set = [], cwd, seeds, axes } = options;
  const recipe = await loadRecipe(source, { set, cwd });
  if (recipe.data.validation === 0) {
    throw new RecipeError(`--halving ranks students by validation data, but data.validation is 0. Set it, as to 0.1.`);
  }
  if (axes.some(({ path }) => path.endsWith("training.epochs"))) {
    throw new RecipeError(`--halving chooses the number of epochs itself: leave --over training.epochs out.`);
  }
  const rounds = halvingRounds(recipe.student.training.epochs, settings.length);
  for (const epochs of rounds.slice(0, -1)) {
    const short = settings.map((setting): Setting => ({ ...setting, [epochsPath]: String(epochs) }));
    const { trials } = await sweep({ ...options, settings: short, seeds: seeds.slice(0, 1) });
    const score = (setting: Setting): number => {
      const done = trials.find(
        ({ set }) => JSON.stringify(set) === JSON.stringify({ ...setting, [epochsPath]: String(epochs) }),
      );
      return done?.metrics?.models.student.best.validationAccuracy ?? NaN;
    };
    settings = betterThird(settings, score);
  }
  return sweep({ ...options, settings });
}
