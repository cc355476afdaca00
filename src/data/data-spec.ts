/** Formats of labelled data, each one reader in `readers/`. */
export const dataFormats = ["idx", "cifar", "images", "csv", "jsonl", "json"] as const;
export type DataFormat = (typeof dataFormats)[number];

/**
 * Where samples are: a path (file or folder), several paths read one after another, or a file of images with its file
 * of labels. A path starts at the recipe's folder; `npm:package/path` is a file inside an installed npm package.
 */
export type DataSource = string | readonly string[] | { readonly images: string; readonly labels: string };

/** One augmentation of vision/, by name or with its options: `"flip"`, `{ name: "jitter", pixels: 2 }`. */
export type AugmentSpec = string | { readonly name: string; readonly [option: string]: string | number | boolean };

/**
 * How inputs are scaled: `standard` subtracts the training set's mean and divides by its deviation, for each channel;
 * `scale` brings bytes to 0…1; `none` keeps the numbers. Given values are in the units that `scale` makes.
 */
export type NormalizeSpec =
  | "standard"
  | "scale"
  | "none"
  | { readonly mean: number | readonly number[]; readonly deviation: number | readonly number[] };

/** How one source is read, whatever it is used for. */
export interface ReadSpec {
  /** Default: told from the path. */
  readonly format?: DataFormat | undefined;
  /** Names of the classes, in the order of their indices. Default: what the training data says. */
  readonly classes?: readonly string[] | undefined;
  /** csv, jsonl, json: the column of texts to learn from. Default: samples are rows of numbers. */
  readonly text?: string | undefined;
  /** csv, jsonl, json: the label's column. Default: `label`, `class` or `target`, whichever is there. */
  readonly label?: string | undefined;
  /** csv, jsonl, json: the columns with numbers to learn from. Default: all but the label. */
  readonly features?: readonly string[] | undefined;
  /** csv: what parts the columns. Default: told from the first line (comma, semicolon or tab). */
  readonly delimiter?: string | undefined;
  /** cifar, of CIFAR-100: the 20 coarse classes in place of the 100 fine ones. Default false. */
  readonly coarse?: boolean | undefined;
  /** images: `[height, width]` that every image is resized to. Default: they must all have one size. */
  readonly size?: readonly [number, number] | undefined;
  /** images: one channel of brightness in place of three. Default: only if no image has colour channels. */
  readonly grayscale?: boolean | undefined;
}

/** The `data` of a recipe. */
export interface DataSpec extends ReadSpec {
  readonly train: DataSource;
  /** Default: of a CIFAR folder its own test file; else a fifth of the training data, stratified. */
  readonly test?: DataSource | undefined;
  /** Held out of the training data, stratified: a fraction below 1, or a count; 0 for none. Default 0.1. */
  readonly validation?: number | undefined;
  /** Keep so many training samples, stratified, chosen by the seed. Validation and test data stay whole. */
  readonly limit?: number | undefined;
  /** Applied to training batches, in this order. */
  readonly augment?: readonly AugmentSpec[] | undefined;
  /** Default `standard`. */
  readonly normalize?: NormalizeSpec | undefined;
}
