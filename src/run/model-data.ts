import {
  loadDataset,
  loadSplits,
  type DataFormat,
  type Dataset,
  type DataSource,
  type ReadSpec,
} from "../data/index.js";
import { DataError, formatShape, isStatic, OptionError, sameShape } from "../tensor/index.js";
import { fitPreparation, preparer, type Preparation } from "../vision/index.js";
import type { OpenModel } from "./open-model.js";

/** Where labelled samples for a trained model are. */
export interface ModelDataOptions {
  /** A file or folder, relative to `cwd`. Default: the test data of the run that the model belongs to. */
  readonly data?: string | undefined;
  /** Of IDX images in `data`: their labels. Default: the file beside it. */
  readonly labels?: string | undefined;
  /** Default: told from the path. */
  readonly format?: DataFormat | undefined;
  /** csv, jsonl: the label's column. Default: as in the run's recipe. */
  readonly label?: string | undefined;
  readonly cwd?: string | undefined;
}

export interface ModelData {
  readonly dataset: Dataset;
  readonly preparation: Preparation;
  /** Prepared inputs, `[indices.length, ...shape]`. */
  readonly prepare: ReturnType<typeof preparer>;
}

/**
 * Labelled samples, read and prepared as the model's training data was; for a foreign model bytes become 0…1.
 * @throws DataError, FormatError if they cannot be read, or do not fit the model
 */
export async function loadModelData(model: OpenModel, options: ModelDataOptions): Promise<ModelData> {
  const dataset = await read(model, options);
  const { inputShape, classes } = model.classifier;
  if (isStatic(inputShape) && !sameShape(inputShape, dataset.shape)) {
    throw new DataError(
      `${model.path}: takes samples of ${formatShape(inputShape)}, the data has ${formatShape(dataset.shape)}.`,
    );
  }
  if (classes !== undefined && dataset.classes.length > classes) {
    throw new DataError(`${model.path}: knows ${classes} classes, the data has ${dataset.classes.length}.`);
  }
  const preparation = model.preparation ?? fitPreparation(dataset, "scale");
  return { dataset, preparation, prepare: preparer(preparation) };
}

async function read({ recipe, preparation, classes, path }: OpenModel, options: ModelDataOptions): Promise<Dataset> {
  const { data, labels, cwd = process.cwd() } = options;
  if (data === undefined) {
    if (recipe === undefined) {
      throw new OptionError(`${path} belongs to no run, so there is no test data of its own. Name some by --data.`);
    }
    return (await loadSplits(recipe.data, { baseDir: recipe.folder, seed: recipe.seed })).test;
  }
  const source: DataSource = labels === undefined ? data : { images: data, labels };
  const { format: _format, ...read }: ReadSpec = recipe?.data ?? {};
  const spec: ReadSpec = {
    ...read,
    format: options.format,
    ...(options.label !== undefined && { label: options.label }),
  };
  const like = preparation && classes && { shape: preparation.shape, classes };
  return loadDataset(source, spec, { baseDir: cwd, where: "--data", like });
}
