import { DataError, formatShape, OptionError, sameShape } from "../tensor/index.js";
import type { DataSource, ReadSpec } from "./data-spec.js";
import type { Dataset } from "./dataset.js";
import { locateFile } from "./file-reference.js";
import type { ReadContext } from "./reader.js";
import { chooseReader } from "./readers/index.js";

export interface LoadOptions {
  /** Where relative paths start. */
  readonly baseDir: string;
  /** What the source is, for messages. Default `data`. */
  readonly where?: string;
  /** What the model was trained on: the new data must have the same classes, columns and shape. */
  readonly like?: Pick<Dataset, "classes" | "shape" | "features"> | undefined;
}

/**
 * Reads one labelled source, without splitting it.
 * @throws DataError, FormatError if it is missing, damaged, or unlike `options.like`
 * @throws OptionError if the specification contradicts itself
 */
export async function loadDataset(source: DataSource, spec: ReadSpec, options: LoadOptions): Promise<Dataset> {
  const doubled = spec.classes?.find((name, i) => spec.classes?.indexOf(name) !== i);
  if (doubled !== undefined)
    throw new OptionError(`data.classes names "${doubled}" twice. Give each class its own name.`);
  const context = readContext(spec, options);
  const reader = await chooseReader(source, context);
  const dataset = await reader.read(source, context);
  const { like } = options;
  if (like && !sameShape(like.shape, dataset.shape)) {
    throw new DataError(
      `${context.where}: samples have the shape ${formatShape(dataset.shape)}, the training data has ` +
        `${formatShape(like.shape)}. Both must be prepared in the same way.`,
    );
  }
  return dataset;
}

/** What a reader is given, for a source that must fit `options.like`. */
export function readContext(spec: ReadSpec, { baseDir, where = "data", like }: LoadOptions): ReadContext {
  return {
    ...spec,
    ...(like && { classes: like.classes, features: like.features ?? spec.features }),
    ...(like?.shape.length === 3 && { grayscale: like.shape[0] === 1 }),
    where,
    role: like ? "test" : "train",
    locate: (reference) => locateFile(reference, baseDir, where),
  };
}
