import type { Dataset } from "../data/index.js";
import type { ParameterStore } from "../engine/index.js";
import { architectures, buildModel, type Classifier, type ModelOptions } from "../models/index.js";
import { Random, RunFolderError } from "../tensor/index.js";
import { Vocabulary } from "../text/index.js";
import { copyNetwork } from "./copy-network.js";
import { isOfTexts } from "./input-preparation.js";
import { loadWeights, readModelFacts, type ModelFacts } from "./model-files.js";
import type { ResolvedRecipe } from "./recipe/index.js";
import { openRunFolder, type RunFolder } from "./run-folder.js";

/** A teacher that an earlier run has trained. */
export interface EarlierTeacher {
  /** What the present run calls it. */
  readonly name: string;
  /** What it is called in its folder. */
  readonly network: string;
  readonly facts: ModelFacts;
  /** The run that it is taken from, or the present one, where it has been copied to before. */
  readonly folder: RunFolder;
}

/**
 * Finds the teachers that a recipe takes from earlier runs, by the names that it gives them.
 * @throws RunFolderError if there is no trained teacher, or one that cannot be built again
 */
export async function findEarlierTeachers(
  { teacher, scheme }: Pick<ResolvedRecipe, "teacher" | "scheme">,
  folder: RunFolder,
): Promise<Map<string, EarlierTeacher>> {
  const found = new Map<string, EarlierTeacher>();
  for (const [name, network] of Object.entries({ ...(teacher && { teacher }), ...scheme?.networks })) {
    if ("run" in network) found.set(name, await findEarlierTeacher(network.run, folder, name));
  }
  return found;
}

/**
 * Finds the teacher of an earlier run.
 * @param run    path of the earlier run's folder
 * @param folder the present run: once it holds the network it no longer needs the earlier run
 * @param name   what the present run calls it
 * @throws RunFolderError if there is no trained teacher, or one that cannot be built again
 */
async function findEarlierTeacher(run: string, folder: RunFolder, name: string): Promise<EarlierTeacher> {
  const own = await readModelFacts(folder, name);
  if (own) return { name, facts: own, folder, network: name };
  const source = await openRunFolder(run);
  const facts = await readModelFacts(source, "teacher");
  if (!facts) {
    throw new RunFolderError(
      `${optionOf(name)}: there is no trained teacher in ${source.path}. Finish that run first.`,
    );
  }
  const { model } = facts.model;
  if (!Object.hasOwn(architectures, String(model))) {
    throw new RunFolderError(
      `${optionOf(name)}: the teacher in ${source.path} is a function of that run's recipe (${String(model)}), which is ` +
        `not kept with its weights. Take the teacher of a run whose model has a name: ` +
        `${Object.keys(architectures).join(", ")}.`,
    );
  }
  return { name, facts, folder: source, network: "teacher" };
}

/** Where a recipe says that a network is taken from an earlier run. */
const optionOf = (name: string): string => (name === "teacher" ? "teacher.run" : `scheme.networks.${name}.run`);

/**
 * Builds an earlier run's teacher again.
 * @param train the data that the student learns from
 * @throws RunFolderError if the teacher was trained for other inputs or classes
 */
export function buildEarlierTeacher(
  { name, facts, folder: source }: EarlierTeacher,
  train: Pick<Dataset, "shape" | "classes">,
): Classifier {
  const same = facts.inputShape.join() === train.shape.join() && facts.classes.join("\n") === train.classes.join("\n");
  if (!same) {
    throw new RunFolderError(
      `${optionOf(name)}: the teacher in ${source.path} knows the classes ${facts.classes.join(", ")} of inputs ` +
        `[${facts.inputShape.join(", ")}], the data has ${train.classes.join(", ")} of [${train.shape.join(", ")}]. ` +
        `Take the teacher of a run on the same kind of data.`,
    );
  }
  const random = new Random(0); // its weights are read in a moment
  const { preparation } = facts;
  const words = isOfTexts(preparation) ? { count: new Vocabulary(preparation.words, []).size } : undefined;
  const context = { inputShape: facts.inputShape, classes: facts.classes.length, random, words };
  return buildModel(facts.model as unknown as ModelOptions, context);
}

/**
 * Reads an earlier teacher's weights, and copies it into the present run, which is then complete in itself.
 * @throws FormatError if its files are damaged
 */
export async function takeEarlierTeacher(
  { name, network, folder: source }: EarlierTeacher,
  classifier: Classifier,
  folder: RunFolder,
  store: ParameterStore,
): Promise<void> {
  await loadWeights(source, network, classifier, store);
  if (source.path !== folder.path) await copyNetwork({ folder: source, network }, { folder, network: name });
}
