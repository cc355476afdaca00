import { chooseThreads, loadRuntime, ParameterStore, type ProgramOptions } from "../engine/index.js";
import { RunFolderError } from "../tensor/index.js";
import { findEarlierTeachers } from "./earlier-teacher.js";
import { EventLog } from "./event-log.js";
import type { Metrics } from "./metrics.js";
import { readMetrics } from "./metrics-file.js";
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
import { trainAndJudge } from "./train-and-judge.js";
import { versions } from "./versions.js";

export interface DistillOptions {
  /** Where everything is written; it must hold no run yet, unless that is to go on. */
  readonly folder: RunFolder;
  /** Go on with what the folder holds; a finished run is only read. */
  readonly resume?: boolean;
  /** Aborts between two steps, after a checkpoint. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Within an epoch a checkpoint is written every so many seconds. Default 30. */
  readonly checkpointSeconds?: number | undefined;
  /** The command line that repeats the run: the report shows it. */
  readonly command?: string | undefined;
}

/**
 * The main job: trains the teacher, the baseline (the student's twin, on labels alone) and the student, judges them on
 * test data, and writes the run folder. Killed at any moment and resumed, it ends with the same weights.
 * @throws LimbeckError for data, options and folders that cannot be used
 * @throws the signal's reason when aborted
 */
export async function distill(recipe: ResolvedRecipe, options: DistillOptions): Promise<Metrics> {
  const { folder } = options;
  const record = await recordOf(recipe, options);
  const finished = record && (await readMetrics(folder));
  if (finished) return finished;
  const unlock = await lockRun(folder);
  try {
    await removeTemporaries(folder);
    return await carryOut(recipe, record, options);
  } finally {
    await unlock();
  }
}

/** What the folder's run was begun with; undefined if it holds none yet. */
async function recordOf(recipe: ResolvedRecipe, { folder, resume }: DistillOptions): Promise<RecipeRecord | undefined> {
  if (!(await isRunFolder(folder.path))) return undefined;
  if (!resume) throw new RunFolderError(`${folder.path} holds a run. Resume it, or choose another folder.`);
  const record = await readRecipeRecord(folder);
  checkSameRecipe(recipe, record, folder);
  return record;
}

async function carryOut(
  recipe: ResolvedRecipe,
  record: RecipeRecord | undefined,
  { folder, signal, onEvent, checkpointSeconds, command }: DistillOptions,
): Promise<Metrics> {
  const started = performance.now();
  const reading: RunEvent = { time: new Date().toISOString(), stage: "data" };
  onEvent?.(reading); // logged once it is known that the folder can take this run
  cachedVariants(recipe.student.augment.length > 0, recipe.cache);
  const scheme = drawnScheme(recipe);
  const earlier = await findEarlierTeachers(recipe, folder);
  const data = await loadRunData(recipe, [...earlier.values()][0]?.facts.preparation);
  if (record) checkSameFiles(dataFiles(data), record, folder);
  const stages = makeStages(recipe, scheme, data, earlier);
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
    log.append(reading);
    const program: ProgramOptions = { store: new ParameterStore(), runtime, threads, provider: recipe.provider };
    const context: StageContext = { folder, log, seed: recipe.seed, program, signal, emit, resume, checkpointSeconds };
    const secondsSoFar = () => resume.seconds + (performance.now() - started) / 1000;
    return await trainAndJudge({ recipe, scheme, data, stages, earlier, secondsSoFar, command }, context);
  } finally {
    log.close();
  }
}
