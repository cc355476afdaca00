import { OptionError, Random } from "../tensor/index.js";
import { checkTrainable } from "./class-labels.js";
import type { DataSpec } from "./data-spec.js";
import { subset, type Dataset, type Splits } from "./dataset.js";
import { loadDataset, readContext, type LoadOptions } from "./load-dataset.js";
import { chooseReader } from "./readers/index.js";
import { stratifiedDraw } from "./stratify.js";

const defaultValidation = 0.1;
const defaultTest = 0.2;

/**
 * Reads the data of a recipe and splits it. Which samples are held out depends on the data and the seed alone.
 * @param options.baseDir the recipe's folder, where relative paths start
 * @returns training, validation and test data with the same classes and shape; validation data is empty only where the
 *   specification says 0
 * @throws DataError, FormatError if a file is missing, damaged, or its labels cannot be learnt (an empty class, a class
 *   named in the test data only, several labels a sample)
 * @throws OptionError if the specification asks for what the data cannot give
 */
export async function loadSplits(
  spec: DataSpec,
  { baseDir, seed }: { readonly baseDir: string; readonly seed: number },
): Promise<Splits> {
  const random = new Random(seed).fork("data");
  const all = await loadDataset(spec.train, spec, { baseDir, where: "data.train" });
  checkTrainable(all, "data.train");
  const given = await givenTest(spec, { baseDir, where: "data.test", like: all });
  const { held: test, rest: learnable } = given
    ? { held: given, rest: all }
    : holdOut(all, defaultTest, "data.test", random.fork("test"));
  const { held: validation, rest } = holdOut(
    learnable,
    spec.validation ?? defaultValidation,
    "data.validation",
    random.fork("validation"),
  );
  return { train: limited(rest, spec.limit, random.fork("limit")), validation, test };
}

/** The test data that the specification names, or that comes with the training data. */
async function givenTest(spec: DataSpec, options: LoadOptions): Promise<Dataset | undefined> {
  if (spec.test !== undefined) return loadDataset(spec.test, spec, options);
  const context = readContext(spec, options);
  const reader = await chooseReader(spec.train, context);
  const own = await reader.ownTest?.(spec.train, context);
  return own === undefined ? undefined : loadDataset(own, { ...spec, format: reader.format }, options);
}

/** Takes a fraction or a count of samples out, stratified; every class keeps at least one. */
function holdOut(dataset: Dataset, amount: number, where: string, random: Random): { held: Dataset; rest: Dataset } {
  const samples = dataset.labels.length;
  if (!(amount >= 0) || (amount >= 1 && !Number.isInteger(amount)) || amount >= samples) {
    throw new OptionError(
      `${where}: got ${amount}, expected a fraction below 1 or a count below the ${samples} samples there are.`,
    );
  }
  if (amount === 0) return { held: subset(dataset, []), rest: dataset };
  const count = amount < 1 ? Math.max(1, Math.round(amount * samples)) : amount;
  const { drawn, rest } = draw(dataset, count, { drawn: 0, left: 1 }, where, random);
  return { held: subset(dataset, drawn), rest: subset(dataset, rest) };
}

/** The training data cut down to `limit` samples, at least one of each class. */
function limited(dataset: Dataset, limit: number | undefined, random: Random): Dataset {
  if (limit === undefined) return dataset;
  if (!Number.isInteger(limit) || limit < 1) {
    throw new OptionError(`data.limit: got ${limit}, expected a whole number of training samples, at least 1.`);
  }
  if (limit >= dataset.labels.length) return dataset;
  return subset(dataset, draw(dataset, limit, { drawn: 1, left: 0 }, "data.limit", random).drawn);
}

/** A stratified draw whose error names the option that asked for it. */
function draw(dataset: Dataset, count: number, each: { drawn: number; left: number }, where: string, random: Random) {
  try {
    return stratifiedDraw(dataset, count, each, random);
  } catch (cause) {
    if (!(cause instanceof OptionError)) throw cause;
    throw new OptionError(`${where}: ${cause.message}`, { cause });
  }
}
