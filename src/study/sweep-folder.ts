import { join, resolve } from "node:path";
import { readIfThere } from "../data/read-if-there.js";
import { writeAtomic } from "../data/write-atomic.js";
import { parseRecord } from "../run/json-record.js";
import { contentOf, listed, makeFolder, removeContent } from "../run/own-folder.js";
import { checkUnlocked } from "../run/run-lock.js";
import { RunFolderError } from "../tensor/index.js";
import type { SweepRecord } from "./sweep-record.js";

/** A sweep's folder: absolute. */
export interface SweepFolder {
  readonly path: string;
}

/** Where a sweep's files lie. */
export const sweepFiles = {
  record: ({ path }: SweepFolder): string => join(path, "sweep.json"),
  report: ({ path }: SweepFolder): string => join(path, "report.html"),
};

/** All that a sweep writes at the top of its folder. */
const ownNames = ["sweep.json", "report.html", "run.lock", "teacher", "teachers", "baselines", "trials"];

export interface PrepareSweepFolderOptions {
  readonly name: string;
  /** Default sweeps/NAME, below `cwd`. */
  readonly out?: string | undefined;
  /** Go on with the sweep that the folder holds, or begin there. */
  readonly resume: boolean;
  /** Throw away the sweep that the folder holds. */
  readonly force: boolean;
  readonly cwd?: string | undefined;
}

/**
 * Chooses the folder of a sweep and makes it.
 * @throws RunFolderError if it holds a sweep and neither `resume` nor `force` is given, or what is no sweep
 * @throws FileError if it cannot be made or written
 */
export async function prepareSweepFolder(options: PrepareSweepFolderOptions): Promise<SweepFolder> {
  const { name, out = join("sweeps", name), resume, force, cwd = process.cwd() } = options;
  if (resume && force) throw new RunFolderError("--resume and --force exclude each other: go on, or begin anew?");
  const path = resolve(cwd, out);
  const content = await contentOf(path);
  const strangers = content.filter((entry) => !ownNames.includes(entry) && !entry.endsWith(".tmp"));
  if (
    strangers.length > 0 ||
    (content.length > 0 && !content.includes("sweep.json") && !content.includes("run.lock"))
  ) {
    throw new RunFolderError(
      `${path} is no folder of a sweep: it holds ${listed(strangers.length > 0 ? strangers : content)}. ` +
        `Nothing was changed. Choose an empty or new folder.`,
    );
  }
  if (content.includes("sweep.json") && !resume && !force) {
    throw new RunFolderError(
      `${path} holds a sweep. Go on with it by --resume, throw it away by --force, or choose another folder with --out.`,
    );
  }
  if (force) {
    await checkUnlocked({ path });
    await removeContent(path, content, "sweep.json");
  }
  return makeFolder(path);
}

/** Writes `sweep.json`. */
export const writeSweepRecord = (folder: SweepFolder, record: SweepRecord): Promise<void> =>
  writeAtomic(sweepFiles.record(folder), `${JSON.stringify(record, null, 2)}\n`);

/**
 * Reads `sweep.json`; undefined if there is none yet.
 * @throws FormatError if it is not one
 */
export async function readSweepRecord(folder: SweepFolder): Promise<SweepRecord | undefined> {
  const path = sweepFiles.record(folder);
  const bytes = await readIfThere(path);
  return bytes && parseRecord(String(bytes), path, `expected a sweep, with "format": 1. Is it of a later Limbeck?`);
}
