import {
  loadSplits,
  numericShape,
  withoutClasses,
  type DataFile,
  type Dataset,
  type Prepare,
  type Splits,
} from "../data/index.js";
import { OptionError, sameShape } from "../tensor/index.js";
import { prepareTexts } from "../text/index.js";
import { bindAugmentations, fitPreparation, preparer, type Preparation } from "../vision/index.js";
import { isOfTexts, type InputPreparation } from "./input-preparation.js";
import type { ResolvedNetwork, ResolvedRecipe } from "./recipe/index.js";
import { encodeSplits, loadRunWords, type RunWords } from "./run-texts.js";
import type { TrainedVectorsOptions } from "./trained-vectors.js";

/** The data of a run, read and split, and how it is fed. */
export interface RunData extends Splits {
  /** What the student and the baseline train on: the training data without the classes that `data.omit` names. */
  readonly transfer: Dataset;
  readonly preparation: InputPreparation;
  /** Of texts. */
  readonly words?: RunWords;
  /** Inputs without augmentation. */
  readonly prepare: Prepare;
  /** Inputs of a training epoch (0 first) with a network's own augmentation. */
  readonly prepareTraining: (network: Pick<ResolvedNetwork, "augment">) => (epoch: number) => Prepare;
}

/**
 * Reads a recipe's data. Which samples are held out and how they are augmented depends on data and seed alone.
 * @param given the preparation that a teacher of an earlier run was trained with: its student gets the same inputs
 */
export async function loadRunData(
  recipe: ResolvedRecipe,
  given?: InputPreparation,
  options: Omit<TrainedVectorsOptions, "trainingTexts"> = {},
): Promise<RunData> {
  const { data, seed, folder } = recipe;
  const splits = await loadSplits(data, { baseDir: folder, seed });
  for (const note of splits.train.notes ?? []) options.onMessage?.(note);
  return splits.train.text ? textData(recipe, splits, given, options) : numericData(recipe, splits, given);
}

const transferOf = ({ train }: Splits, { data }: ResolvedRecipe): Dataset =>
  data.omit.length > 0 ? withoutClasses(train, data.omit) : train;

async function textData(
  recipe: ResolvedRecipe,
  plain: Splits,
  given: InputPreparation | undefined,
  options: Omit<TrainedVectorsOptions, "trainingTexts">,
): Promise<RunData> {
  const networks = [recipe.teacher, recipe.student, ...Object.values(recipe.scheme?.networks ?? {})].filter(
    (network): network is ResolvedNetwork => network !== undefined && "model" in network,
  );
  if (networks.some(({ augment }) => augment.length > 0)) {
    throw new OptionError("data.augment: these augmentations are of images, and the samples are texts. Leave it out.");
  }
  const known = given && isOfTexts(given) ? given : undefined;
  const words = await loadRunWords(recipe, plain, networks, known, options);
  const splits = encodeSplits(plain, words.preparation);
  return {
    ...splits,
    transfer: transferOf(splits, recipe),
    preparation: words.preparation,
    words,
    prepare: prepareTexts,
    prepareTraining: () => () => prepareTexts,
  };
}

function numericData(recipe: ResolvedRecipe, splits: Splits, given: InputPreparation | undefined): RunData {
  const { data, seed, cache } = recipe;
  const { train } = splits;
  const isFitting = given && !isOfTexts(given) && sameShape(given.shape, train.shape);
  const preparation: Preparation = isFitting ? given : fitPreparation(train, data.normalize);
  return {
    ...splits,
    transfer: transferOf(splits, recipe),
    preparation,
    prepare: preparer(preparation),
    prepareTraining({ augment }) {
      if (augment.length === 0) return () => preparer(preparation);
      const augmentations = bindAugmentations(augment, numericShape(train));
      const cycle = cache.augmentations ?? Infinity;
      return (epoch) =>
        preparer(preparation, { augmentations, seed, epoch: Number.isFinite(cycle) ? epoch % cycle : epoch });
    },
  };
}

/** The files that a run's data was read from, each once. */
export function dataFiles({ train, test }: Pick<Splits, "train" | "test">): DataFile[] {
  return [...new Map([...train.files, ...test.files].map((file) => [file.path, file])).values()];
}
