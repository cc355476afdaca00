import type { DataFormat, DataSource, ReadSpec } from "./data-spec.js";
import type { Dataset } from "./dataset.js";

/** What a reader is given beside the source. */
export interface ReadContext extends ReadSpec {
  /** Where this source stands in the recipe, for messages: `data.train`. */
  readonly where: string;
  /** Test data is held against the classes of the training data. */
  readonly role: "train" | "test";
  /** The absolute path that a path of the recipe means. */
  readonly locate: (reference: string) => Promise<string>;
}

/** One format of labelled data. A new format is one file with such a descriptor, and one line in `readers/index.ts`. */
export interface Reader {
  readonly format: DataFormat;
  readonly summary: string;
  /** True if the path alone tells that it is this format; `isFolder` says what lies there. */
  readonly recognizes: (path: string, isFolder: boolean) => boolean;
  /** Labels are within the classes; whether each class has a sample is checked later, where training needs it. */
  readonly read: (source: DataSource, context: ReadContext) => Promise<Dataset>;
  /** The test data that comes with some training data, where the format knows such a thing. */
  readonly ownTest?: (source: DataSource, context: ReadContext) => Promise<DataSource | undefined>;
}

/** What an option of a reader is called where the source was named: in a recipe, or on the command line. */
export const optionName = ({ where }: Pick<ReadContext, "where">, option: "format" | "label"): string =>
  where.startsWith("--") ? `--${option}` : `data.${option}`;
