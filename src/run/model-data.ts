import {
  loadDataset,
  loadSplits,
  type DataFormat,
  type Dataset,
  type DataSource,
  type LoadOptions,
  type Prepare,
  type ReadSpec,
} from "../data/index.js";
import { DataError, isStatic, OptionError } from "../tensor/index.js";
import { TextEncoder } from "../text/index.js";
import { fitPreparation } from "../vision/index.js";
import { isOfTexts, prepareBy } from "./input-preparation.js";
import type { OpenModel } from "./open-model.js";

/** Where labelled samples for a trained model are. */
export interface ModelDataOptions {
  /** A file or folder, relative to `cwd`, or `npm:package/path`. Default: the test data of the model's run. */
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
  /** Prepared inputs, `[indices.length, ...shape]`. */
  readonly prepare: Prepare;
}

/**
 * Labelled samples, read and prepared as the model's training data was. For a foreign model, which says nothing of it,
 * bytes become 0…1 and numbers stay.
 * @throws DataError, FormatError if they cannot be read, or their shape, columns or classes are not the model's
 * @throws OptionError if no data is named and the model belongs to no run
 */
export async function loadModelData(model: OpenModel, options: ModelDataOptions): Promise<ModelData> {
  const dataset = options.data === undefined ? await testData(model, options) : await namedData(model, options);
  checkClasses(model, dataset);
  const { preparation = fitPreparation(dataset, "scale") } = model;
  return {
    dataset: isOfTexts(preparation) ? new TextEncoder(preparation).encodeAll(dataset) : dataset,
    prepare: prepareBy(preparation),
  };
}

/** The test data of the model's run; where the run held it out of its training data, the same samples. */
async function testData(model: OpenModel, options: ModelDataOptions): Promise<Dataset> {
  const given = (["labels", "label", "format"] as const).find((name) => options[name] !== undefined);
  if (given) throw new OptionError(`--${given} says how the data named by --data is read. Name that too.`);
  const { run, path } = model;
  if (run === undefined) {
    throw new OptionError(`${path} belongs to no run, so there is no test data of its own. Name some by --data.`);
  }
  const { data, folder, seed } = run.recipe;
  const like = likeOf(model);
  try {
    const dataset =
      data.test === undefined || like === undefined
        ? (await loadSplits(data, { baseDir: folder, seed })).test
        : await loadDataset(data.test, data, { baseDir: folder, where: "data.test", like });
    checkUnchanged(dataset, run.recipe.files);
    return dataset;
  } catch (cause) {
    if (!(cause instanceof DataError)) throw cause;
    throw new DataError(`${cause.message} The run in ${run.path} names this data; name other data by --data.`, {
      cause,
    });
  }
}

/** What the run recorded of its data files must still hold: on other samples its figures say nothing. */
function checkUnchanged({ files }: Dataset, recorded: Dataset["files"]): void {
  const before = new Map(recorded.map(({ path, sha256 }) => [path, sha256]));
  const changed = files.find(({ path, sha256 }) => (before.get(path) ?? sha256) !== sha256);
  if (changed)
    throw new DataError(`${changed.path} is not what it was: its sha256 differs from the one in recipe.json.`);
}

async function namedData(model: OpenModel, options: ModelDataOptions): Promise<Dataset> {
  const { data = "", labels, format, label, cwd = process.cwd() } = options;
  const source: DataSource = labels === undefined ? data : { images: data, labels };
  const like = likeOf(model);
  const [, height, width] = like && isStatic(like.shape) ? like.shape : [];
  const { format: _format, ...asInRun }: ReadSpec = model.run?.recipe.data ?? {};
  const spec: ReadSpec = {
    ...asInRun,
    format,
    // Images of a folder are resized to what the model takes, as predict does with an image file.
    ...(height !== undefined && width !== undefined && { size: [height, width] }),
    ...(label !== undefined && { label }),
  };
  return loadDataset(source, spec, { baseDir: cwd, where: "--data", like });
}

/** What data must be like to fit the model; undefined of a foreign one. */
function likeOf({ preparation, classes, features, run }: OpenModel): LoadOptions["like"] {
  if (preparation === undefined || classes === undefined) return undefined;
  const columns = features ?? run?.recipe.data.features;
  return { shape: preparation.shape, classes, ...(columns && { features: columns }) };
}

/** Of a model without names, classes are known by their numbers: names in the data must be as many. */
function checkClasses({ path, classes, classifier }: OpenModel, dataset: Dataset): void {
  const known = classifier.classes;
  if (classes !== undefined || known === undefined) return;
  const given = dataset.classes.length;
  const areNumbers = dataset.classes.every((name, i) => name === String(i));
  if (given === known || (areNumbers && given < known)) return;
  throw new DataError(
    `${path}: it knows ${known} classes, without names; the data has ${given} (${dataset.classes.slice(0, 10).join(", ")}` +
      `${given > 10 ? ", …" : ""}). Use data of the same classes.`,
  );
}
