import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileError } from "../data/write-atomic.js";
import { chooseThreads, loadRuntime } from "../engine/index.js";
import { FormatError, OptionError, RunFolderError } from "../tensor/index.js";
import { networkNames, type NetworkName } from "./metrics.js";
import { readModelNotes, type ModelNotes } from "./model-notes.js";
import { loadOnnxClassifier, type OnnxClassifier } from "./onnx-classifier.js";
import { readRecipeRecord, type RecipeRecord } from "./recipe-record.js";
import { isRunFolder, runFiles, type RunFolder } from "./run-folder.js";

/** A trained model with what is known of its use; a foreign model may say nothing of it. */
export interface OpenModel extends ModelNotes {
  /** The absolute path of the ONNX file. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly classifier: OnnxClassifier;
  /** The run that the model belongs to. */
  readonly run?: { readonly path: string; readonly recipe: RecipeRecord };
}

export interface OpenModelOptions {
  /** Of a run: which network is taken. Default the student. */
  readonly network?: NetworkName | undefined;
  /** Threads of ONNX Runtime; `auto` times what is fastest here. Default 1. */
  readonly threads?: number | "auto" | undefined;
}

/**
 * Opens a model: an ONNX file, the folder of a network, or a run.
 * @throws RunFolderError if the run has not trained that network yet, or the folder holds no model
 * @throws OptionError if `network` is given for what is no run
 * @throws FormatError, FileError if there is no sound model
 */
export async function openModel(nameOrPath: string, options: OpenModelOptions = {}): Promise<OpenModel> {
  const path = await modelPath(resolve(nameOrPath), options.network);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileError(error, path, "read");
  });
  const threads = await chooseThreads(await loadRuntime(), options.threads ?? 1);
  const classifier = await loadOnnxClassifier(bytes, path, { threads });
  const notes = await readModelNotes(path, classifier.metadata);
  const named = notes.classes?.length ?? classifier.classes;
  if (classifier.classes !== undefined && named !== classifier.classes) {
    throw new FormatError(`${path}: it names ${named} classes, but gives ${classifier.classes} numbers a sample.`);
  }
  const run = runOf(dirname(path));
  return {
    path,
    bytes,
    classifier,
    ...notes,
    ...((await isRunFolder(run)) && { run: { path: run, recipe: await readRecipeRecord({ path: run }) } }),
  };
}

/** The run that a network's folder lies in, if it does. */
const runOf = (network: string): string => {
  const above = dirname(network);
  return basename(above) === "networks" ? dirname(above) : above;
};

/** The ONNX file that a name means. */
async function modelPath(path: string, network: NetworkName | undefined): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileError(error, path, "read");
  });
  if (network !== undefined && !/^[A-Za-z][\w-]*$/.test(network)) {
    throw new OptionError(`--network ${network}: expected a network's name, such as ${networkNames.join(", ")}.`);
  }
  const isRun = found.isDirectory() && (await isRunFolder(path));
  if (isRun) return networkOfRun(path, network ?? "student");
  if (network !== undefined) {
    throw new OptionError(
      `--network ${network}: ${path} is no run, of which one network could be chosen. Leave it out.`,
    );
  }
  if (!found.isDirectory()) return path;
  const model = join(path, "model.onnx");
  if (await isFile(model)) return model;
  throw new RunFolderError(
    `${path} holds no model: expected a run folder, a folder with a model.onnx, or an .onnx file.`,
  );
}

/** model.json is written last: where it lies, the network is complete. */
async function networkOfRun(path: string, network: NetworkName): Promise<string> {
  const model = runFiles.model({ path }, network);
  if ((await isFile(model)) && (await isFile(runFiles.modelFacts({ path }, network)))) return model;
  const ready = await trainedNetworks({ path });
  const finished = await isFile(runFiles.metrics({ path }));
  if (finished) {
    throw new RunFolderError(
      `${path}: the run is finished, but there is no ${network}: ${model} is missing. It has ${ready.join(", ")}.`,
    );
  }
  throw new RunFolderError(
    `${path}: the run is not finished, and its ${network} is not trained yet` +
      (ready.length > 0 ? ` (trained: ${ready.join(", ")}; choose one by --network). ` : ". ") +
      `Go on with it: the command line that began it, with --out ${path} --resume.`,
  );
}

/** The networks of a run that are complete: its roles first, then those that its scheme names. */
async function trainedNetworks(folder: RunFolder): Promise<NetworkName[]> {
  const others = await readdir(runFiles.others(folder)).catch(() => []);
  const names = [...networkNames, ...others.sort()];
  const trained = await Promise.all(names.map((name) => isFile(runFiles.modelFacts(folder, name))));
  return names.filter((_, i) => trained[i]);
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
