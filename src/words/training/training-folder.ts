import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileError } from "../../data/index.js";
import { FormatError } from "../../tensor/index.js";
import type { Spool } from "./corpus/corpus.js";
import type { ModelData } from "./model-data.js";
import { readModel, writeModel } from "./model-file.js";

/** Where a training keeps its text as numbers, and its checkpoint. */
export interface TrainingFolder {
  readonly path: string;
  /** False for a folder of its own, which goes when the training ends. */
  readonly isKept: boolean;
}

export const spoolPath = (folder: string): string => join(folder, "spool");
export const checkpointPath = (folder: string): string => join(folder, "checkpoint.safetensors");

/**
 * Makes the folder.
 * @param path default one in the system's folder for temporary files
 * @throws FileError
 */
export async function openTrainingFolder(path: string | undefined): Promise<TrainingFolder> {
  try {
    if (path === undefined) return { path: await mkdtemp(join(tmpdir(), "limbeck-words-")), isKept: false };
    await mkdir(path, { recursive: true });
    return { path, isKept: true };
  } catch (error) {
    throw fileError(error, path ?? tmpdir(), "made");
  }
}

/** Removes the folder if it was a temporary one. */
export async function closeTrainingFolder({ path, isKept }: TrainingFolder): Promise<void> {
  if (!isKept) await rm(path, { recursive: true, force: true });
}

export const writeCheckpoint = (folder: TrainingFolder, model: ModelData): Promise<void> =>
  writeModel(checkpointPath(folder.path), model);

/** Whether a folder holds a training that can be gone on with. */
export const hasCheckpoint = (folder: string): Promise<boolean> =>
  stat(checkpointPath(folder)).then(
    () => true,
    () => false,
  );

/**
 * Reads a checkpoint, and makes sure that the spool beside it is the one that belongs to it.
 * @throws FileError, FormatError if one of them is missing or damaged
 */
export async function readCheckpoint(folder: string): Promise<ModelData> {
  const model = await readModel(checkpointPath(folder));
  if (!model.unfinished) return model;
  const path = spoolPath(folder);
  const { size } = await stat(path).catch((error: unknown) => {
    throw fileError(error, path, "read");
  });
  const expected = 4 * model.unfinished.spool.ids;
  if (size === expected) return model;
  throw new FormatError(
    `${path}: has ${size} bytes where the checkpoint beside it needs ${expected}. It cannot be gone on with: train anew.`,
  );
}

/** The spool that belongs to a checkpoint. */
export const spoolOf = (folder: string, spool: Omit<Spool, "path">): Spool => ({
  path: spoolPath(folder),
  ...spool,
});
