import { chooseThreads, loadRuntime, ParameterStore, type ProgramOptions } from "../engine/index.js";
import { RunFolderError } from "../tensor/index.js";
import { checkStages } from "./check-stages.js";
import { findEarlierTeachers } from "./earlier-teacher.js";
import { EventLog } from "./event-log.js";
import type { StageContext } from "./network-stage.js";
import { checkSameFiles, checkSameRecipe, readRecipeRecord, writeRecipeRecord } from "./recipe-record.js";
import type { RecipeRecord } from "./recipe-record.js";
import { drawnScheme, type ResolvedRecipe } from "./recipe/index.js";
import { readResumePoint } from "./resume-point.js";
import { dataFiles, loadRunData } from "./run-data.js";
import type { RunEvent } from "./run-event.js";
import { isRunFolder, removeTemporaries, runFiles, type RunFolder } from "./run-folder.js";
import { lockRun } from "./run-lock.js";
import { makeStages } from "./stages.js";
import { cachedVariants } from "./source-network.js";
import type { PreparedRun } from "./train-and-judge.js";
import { versions } from "./versions.js";

export interface RunOptions {
  /** Where everything is written; it must hold no run yet, unless that is to go on. */
  readonly folder: RunFolder;
  /** Go on with what the folder holds; a finished run is only read. */
  readonly resume?: boolean;
  /** Aborts between two steps, after a checkpoint. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Within an epoch a checkpoint is written every so many seconds. Default 30. */
  readonly checkpointSeconds?: number | undefined;
  /** Reads the data; a caller of many runs may keep it from one to the next. Default loadRunData. */
  readonly loadData?: typeof loadRunData | undefined;
  /** The command line that repeats the run: the report shows it. */
  readonly command?: string | undefined;
}

/** What is done in a run's folder. */
export interface RunParts<Result> {
  /** The parts of the recipe that have to be the same when the run goes on; default all. */
  readonly concerns?: readonly string[];
  /** What a finished run in the folder holds: it is only read. */
  readonly finished: (folder: RunFolder) => Promise<Result | undefined>;
  /** Puts what comes from elsewhere into the folder, before it is seen how far the run is. */
  readonly prepare?: (folder: RunFolder) => Promise<void>;
  readonly work: (run: PreparedRun, context: StageContext) => Promise<Result>;
}

/**
 * Opens a run's folder for this process alone, reads its data and how far it is, and does what is to be done.
 * @throws LimbeckError for data, options and folders that cannot be used
 * @throws the signal's reason when aborted
 */
export async function carryOut<Result>(
  recipe: ResolvedRecipe,
  options: RunOptions,
  { concerns, finished, prepare, work }: RunParts<Result>,
): Promise<Result> {
  const { folder } = options;
  const record = await recordOf(recipe, options, concerns);
  const result = record && (await finished(folder));
  if (result !== undefined) return result;
  const unlock = await lockRun(folder);
  try {
    await removeTemporaries(folder);
    await prepare?.(folder);
    return await open(recipe, record, options, work);
  } finally {
    await unlock();
  }
}

/** What the folder's run was begun with; undefined if it holds none yet. */
async function recordOf(
  recipe: ResolvedRecipe,
  { folder, resume }: RunOptions,
  concerns: readonly string[] | undefined,
): Promise<RecipeRecord | undefined> {
  if (!(await isRunFolder(folder.path))) return undefined;
  if (!resume) throw new RunFolderError(`${folder.path} holds a run. Resume it, or choose another folder.`);
  const record = await readRecipeRecord(folder);
  checkSameRecipe(recipe, record, folder, concerns);
  return record;
}

async function open<Result>(
  recipe: ResolvedRecipe,
  record: RecipeRecord | undefined,
  { folder, signal, onEvent, checkpointSeconds, command, loadData = loadRunData }: RunOptions,
  work: RunParts<Result>["work"],
): Promise<Result> {
  const started = performance.now();
  const reading: RunEvent = { time: new Date().toISOString(), stage: "data" };
  onEvent?.(reading); // logged once it is known that the folder can take this run
  cachedVariants(recipe.student.augment.length > 0, recipe.cache);
  const scheme = drawnScheme(recipe);
  const earlier = await findEarlierTeachers(recipe, folder);
  const heard: RunEvent[] = [reading];
  const data = await loadData(recipe, [...earlier.values()][0]?.facts.preparation, {
    signal,
    onMessage: (message) => {
      heard.push({ time: new Date().toISOString(), stage: "data", message });
      onEvent?.(heard.at(-1)!);
    },
  });
  if (record) checkSameFiles(dataFiles(data), record, folder);
  const stages = makeStages(recipe, scheme, data, earlier);
  const answering = checkStages(stages, recipe); // before anything is written: what is refused leaves no run behind
  const resume = await readResumePoint(folder, [...earlier.keys(), ...stages.stages.map(({ network }) => network)]);

  const runtime = await loadRuntime();
  const threads = record?.threads ?? (await chooseThreads(runtime, recipe.threads));
  if (!record) {
    await writeRecipeRecord(folder, recipe, { threads, versions: versions(runtime), files: dataFiles(data) });
  }
  const log = new EventLog(runFiles.events(folder), record ? resume.inTraining?.checkpoint.eventBytes : 0);
  const emit: StageContext["emit"] = (event) => {
    const stamped = { time: new Date().toISOString(), ...event };
    log.append(stamped);
    onEvent?.(stamped);
  };
  try {
    for (const event of heard) log.append(event);
    const program: ProgramOptions = { store: new ParameterStore(), runtime, threads, provider: recipe.provider };
    const context: StageContext = { folder, log, seed: recipe.seed, program, signal, emit, resume, checkpointSeconds };
    const secondsSoFar = () => resume.seconds + (performance.now() - started) / 1000;
    return await work({ recipe, scheme, data, stages, answering, earlier, secondsSoFar, command }, context);
  } finally {
    log.close();
  }
}
