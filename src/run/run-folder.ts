import { mkdir, readdir, rm, rmdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileError } from "../data/write-atomic.js";
import { RunFolderError } from "../tensor/index.js";
import { networkNames } from "./metrics.js";
import { contentOf, listed, makeFolder, removeContent } from "./own-folder.js";
import type { RunFolder } from "./run-files.js";
import { checkUnlocked } from "./run-lock.js";

export { runFiles, type RunFolder } from "./run-files.js";

/** All that a run writes at the top of its folder; what else lies there is not ours. */
const ownNames = new Set([
  "recipe.json",
  "metrics.json",
  "report.html",
  "events.jsonl",
  "checkpoints",
  "networks",
  ...networkNames,
]);
/** Left by a write that a kill cut short, see writeAtomic; or a lock, which may be all that there is so far. */
const isLeftover = (name: string): boolean => isTemporary(name) || name === "run.lock";
const isTemporary = (name: string): boolean => /\.\d+-\d+\.tmp$/.test(name);

export interface PrepareRunFolderOptions {
  /** The recipe's name: without `out`, the folder is the first of runs/name, runs/name-2, … that is free. */
  readonly name: string;
  /** The folder to take, relative to `cwd`. */
  readonly out?: string | undefined;
  /** Go on with the run that the folder holds, or begin there if it holds none. */
  readonly resume?: boolean | undefined;
  /** Throw away the run that the folder holds. */
  readonly force?: boolean | undefined;
  readonly cwd?: string | undefined;
}

/**
 * Chooses the folder of a run and makes it.
 * @throws RunFolderError if `out` holds a run and neither `resume` nor `force` is given, or holds what is no run
 * @throws FileError if it cannot be made or written
 */
export async function prepareRunFolder(options: PrepareRunFolderOptions): Promise<RunFolder> {
  const { name, out, resume = false, force = false, cwd = process.cwd() } = options;
  if (resume && force) throw new RunFolderError("--resume and --force exclude each other: go on, or begin anew?");
  if (out === undefined) return resume ? latestRun(name, cwd) : claimNext(resolve(cwd, "runs"), name);
  const path = resolve(cwd, out);
  const content = await contentOf(path);
  const strangers = content.filter((entry) => !ownNames.has(entry) && !isLeftover(entry));
  if (content.length > 0 && !content.includes("recipe.json") && !content.every(isLeftover)) {
    throw new RunFolderError(
      `${path} is no run folder: it holds ${listed(content)}, but no recipe.json. ` +
        `Nothing was changed. Choose an empty or new folder.`,
    );
  }
  if (content.includes("recipe.json") && !resume && !force) {
    throw new RunFolderError(
      `${path} holds a run. Go on with it by --resume, throw it away by --force, or choose another folder.`,
    );
  }
  if (force && strangers.length > 0) {
    throw new RunFolderError(
      `${path} holds a run, but also ${listed(strangers)}, which no run has written. Nothing was removed. ` +
        `Move that away, or choose another folder.`,
    );
  }
  if (force) {
    await checkUnlocked({ path });
    await removeContent(path, content, "recipe.json");
  }
  return makeFolder(path);
}

/** The run in a folder, for commands that read one. */
export async function openRunFolder(path: string): Promise<RunFolder> {
  const folder = { path: resolve(path) };
  const content = await contentOf(folder.path);
  if (content.includes("recipe.json")) return folder;
  throw new RunFolderError(
    content.length === 0
      ? `There is no run in ${folder.path}: the folder is missing or empty.`
      : `${folder.path} is no run folder: it holds no recipe.json.`,
  );
}

/** Removes what writes that a kill cut short have left in a run folder. */
export async function removeTemporaries({ path }: RunFolder): Promise<void> {
  const entries = await readdir(path, { recursive: true });
  for (const entry of entries.filter(isTemporary)) await rm(join(path, entry), { force: true });
}

/** True if a run lies in the folder. */
export const isRunFolder = async (path: string): Promise<boolean> =>
  stat(join(path, "recipe.json")).then(
    (found) => found.isFile(),
    () => false,
  );

/** Takes back a folder in which nothing came about. */
export const removeIfEmpty = ({ path }: RunFolder): Promise<void> => rmdir(path).catch(() => undefined);

/** Makes the first of name, name-2, name-3, … that does not exist; the making claims it against other processes. */
async function claimNext(runs: string, name: string): Promise<RunFolder> {
  await makeFolder(runs);
  for (let n = 1; ; n++) {
    const path = join(runs, n === 1 ? name : `${name}-${n}`);
    try {
      await mkdir(path);
      return { path };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw fileError(error, path, "made");
    }
  }
}

/** The last of runs/name, runs/name-2, … that holds a run: the one to go on with where no folder is named. */
async function latestRun(name: string, cwd: string): Promise<RunFolder> {
  const runs = resolve(cwd, "runs");
  for (let n = 1, latest: string | undefined; ; n++) {
    const path = join(runs, n === 1 ? name : `${name}-${n}`);
    const exists = await stat(path).then(
      () => true,
      () => false,
    );
    if (exists && (await isRunFolder(path))) latest = path;
    if (exists) continue;
    if (latest !== undefined) return makeFolder(latest);
    throw new RunFolderError(`There is no run of ${name} in ${runs} to go on with. Leave --resume out, or name --out.`);
  }
}
