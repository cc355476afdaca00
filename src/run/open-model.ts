import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileError } from "../data/write-atomic.js";
import { FormatError, RunFolderError, sizeOf } from "../tensor/index.js";
import type { Preparation } from "../vision/index.js";
import type { NetworkName } from "./metrics.js";
import { loadOnnxClassifier, type OnnxClassifier } from "./onnx-classifier.js";
import { readRecipeRecord, type RecipeRecord } from "./recipe-record.js";
import { isRunFolder, runFiles } from "./run-folder.js";

/** A trained model with what is known of its use. */
export interface OpenModel {
  /** The absolute path of the ONNX file. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly classifier: OnnxClassifier;
  /** Left out where a foreign model does not name them. */
  readonly classes?: readonly string[];
  /** Left out of a foreign model. */
  readonly preparation?: Preparation;
  /** The recipe of the run that the model belongs to. */
  readonly recipe?: RecipeRecord;
}

/**
 * Opens a model: an ONNX file, the folder of a network, or a run, of which `network` is taken.
 * @param network default the student
 * @throws RunFolderError if the run has not trained that network yet
 * @throws FormatError, FileError if there is no sound model
 */
export async function openModel(
  nameOrPath: string,
  { network = "student" }: { readonly network?: NetworkName | undefined } = {},
): Promise<OpenModel> {
  const path = await modelPath(resolve(nameOrPath), network);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileError(error, path, "read");
  });
  const classifier = await loadOnnxClassifier(bytes, path);
  const run = dirname(dirname(path));
  const classes = listOfTexts(classifier.metadata["limbeck.classes"], path);
  const preparation = preparationOf(classifier.metadata["limbeck.preparation"], path);
  return {
    path,
    bytes,
    classifier,
    ...(classes && { classes }),
    ...(preparation && { preparation }),
    ...((await isRunFolder(run)) && { recipe: await readRecipeRecord({ path: run }) }),
  };
}

async function modelPath(path: string, network: NetworkName): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileError(error, path, "read");
  });
  if (!found.isDirectory()) return path;
  const isRun = await isRunFolder(path);
  const model = isRun ? runFiles.model({ path }, network) : join(path, "model.onnx");
  const exists = await stat(model).then(
    () => true,
    () => false,
  );
  if (exists) return model;
  throw new RunFolderError(
    isRun
      ? `${path}: the ${network} is not trained yet. Go on with the run: limbeck distill … --out ${path} --resume.`
      : `${path} holds no model: expected a run folder, a folder with a model.onnx, or an .onnx file.`,
  );
}

// What a stranger's file says of itself is checked before it is used.

function listOfTexts(json: string | undefined, path: string): string[] | undefined {
  const value = parsed(json, path);
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new FormatError(`${path}: its metadata limbeck.classes is no list of names.`);
}

function preparationOf(json: string | undefined, path: string): Preparation | undefined {
  const value = parsed(json, path) as Partial<Preparation> | null | undefined;
  if (value === undefined) return undefined;
  const { shape, divisor, mean, deviation } = value ?? {};
  const isSound =
    areNumbers(shape) &&
    shape.every((size) => Number.isInteger(size) && size > 0) &&
    sizeOf(shape) < 2 ** 31 &&
    typeof divisor === "number" &&
    [mean, deviation].every((values) => areNumbers(values) && values.length === shape[0]);
  if (isSound) return value as Preparation;
  throw new FormatError(`${path}: its metadata limbeck.preparation is damaged.`);
}

const areNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "number");

function parsed(json: string | undefined, path: string): unknown {
  try {
    return json === undefined ? undefined : (JSON.parse(json) as unknown);
  } catch (cause) {
    throw new FormatError(`${path}: its metadata is damaged: ${(cause as Error).message}`, { cause });
  }
}
