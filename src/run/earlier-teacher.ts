import type { Dataset } from "../data/index.js";
import type { ParameterStore } from "../engine/index.js";
import { architectures, buildModel, type Classifier, type ModelOptions } from "../models/index.js";
import { Random, RunFolderError } from "../tensor/index.js";
import { copyNetwork } from "./copy-network.js";
import { loadWeights, readModelFacts, type ModelFacts } from "./model-files.js";
import { openRunFolder, type RunFolder } from "./run-folder.js";

/** A teacher that an earlier run has trained. */
export interface EarlierTeacher {
  readonly facts: ModelFacts;
  /** The run that it is taken from, or the present one, where it has been copied to before. */
  readonly folder: RunFolder;
}

/**
 * Finds the teacher of an earlier run.
 * @param run    path of the earlier run's folder
 * @param folder the present run: once it holds the teacher it no longer needs the earlier run
 * @throws RunFolderError if there is no trained teacher, or one that cannot be built again
 */
export async function findEarlierTeacher(run: string, folder: RunFolder): Promise<EarlierTeacher> {
  const own = await readModelFacts(folder, "teacher");
  if (own) return { facts: own, folder };
  const source = await openRunFolder(run);
  const facts = await readModelFacts(source, "teacher");
  if (!facts) {
    throw new RunFolderError(`teacher.run: there is no trained teacher in ${source.path}. Finish that run first.`);
  }
  const { model } = facts.model;
  if (!Object.hasOwn(architectures, String(model))) {
    throw new RunFolderError(
      `teacher.run: the teacher in ${source.path} is a function of that run's recipe (${String(model)}), which is not ` +
        `kept with its weights. Take the teacher of a run whose model has a name: ${Object.keys(architectures).join(", ")}.`,
    );
  }
  return { facts, folder: source };
}

/**
 * Builds an earlier run's teacher again and copies it into the present run, which is then complete in itself.
 * @param train the data that the student learns from
 * @throws RunFolderError if the teacher was trained for other inputs or classes
 * @throws FormatError if its files are damaged
 */
export async function takeEarlierTeacher(
  { facts, folder: source }: EarlierTeacher,
  folder: RunFolder,
  train: Pick<Dataset, "shape" | "classes">,
  store: ParameterStore,
): Promise<Classifier> {
  const same = facts.inputShape.join() === train.shape.join() && facts.classes.join("\n") === train.classes.join("\n");
  if (!same) {
    throw new RunFolderError(
      `teacher.run: the teacher in ${source.path} knows the classes ${facts.classes.join(", ")} of inputs ` +
        `[${facts.inputShape.join(", ")}], the data has ${train.classes.join(", ")} of [${train.shape.join(", ")}]. ` +
        `Take the teacher of a run on the same kind of data.`,
    );
  }
  const random = new Random(0); // its weights are read in a moment
  const context = { inputShape: facts.inputShape, classes: facts.classes.length, random };
  const classifier = buildModel(facts.model as unknown as ModelOptions, context);
  await loadWeights(source, "teacher", classifier, store);
  if (source.path !== folder.path) await copyNetwork(source, folder, "teacher");
  return classifier;
}
