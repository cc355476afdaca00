import { loadSplits, withoutClasses, type DataFile, type Dataset, type Prepare, type Splits } from "../data/index.js";
import { sameShape } from "../tensor/index.js";
import { bindAugmentations, fitPreparation, preparer, type Preparation } from "../vision/index.js";
import type { ResolvedNetwork, ResolvedRecipe } from "./recipe/index.js";

/** The data of a run, read and split, and how it is fed. */
export interface RunData extends Splits {
  /** What the student and the baseline train on: the training data without the classes that `data.omit` names. */
  readonly transfer: Dataset;
  readonly preparation: Preparation;
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
  { data, seed, folder, cache }: ResolvedRecipe,
  given?: Preparation,
): Promise<RunData> {
  const splits = await loadSplits(data, { baseDir: folder, seed });
  const { train } = splits;
  const preparation = given && sameShape(given.shape, train.shape) ? given : fitPreparation(train, data.normalize);
  return {
    ...splits,
    transfer: data.omit.length > 0 ? withoutClasses(train, data.omit) : train,
    preparation,
    prepare: preparer(preparation),
    prepareTraining({ augment }) {
      if (augment.length === 0) return () => preparer(preparation);
      const augmentations = bindAugmentations(augment, train.shape);
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
