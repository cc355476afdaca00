import { rm, stat } from "node:fs/promises";
import { RunFolderError } from "../tensor/errors.js";
import { checkpointPath, hasCheckpoint } from "../words/training/training-folder.js";

/** The folder beside the vectors in which a training keeps what it needs to go on, until it is finished. */
export const trainingPlace = (vectors: string): string => `${vectors}.training`;

/**
 * Makes sure that a training may use its folder.
 * @returns whether a training lies there to go on with
 * @throws RunFolderError if one lies there and nothing is said about it, or there is nothing to go on with
 */
export async function checkTrainingPlace(
  vectors: string,
  { resume, force }: { readonly resume: boolean; readonly force: boolean },
): Promise<boolean> {
  const folder = trainingPlace(vectors);
  if (force) await rm(folder, { recursive: true, force: true });
  const isThere = await exists(folder);
  if (resume) {
    if (isThere) return hasCheckpoint(folder); // without one it was broken off while the text was read
    const why = (await exists(vectors)) ? `${vectors} is finished` : `there is no ${folder}`;
    throw new RunFolderError(`There is no training to go on with: ${why}. Leave --resume out to train anew.`);
  }
  if (!isThere) return false;
  throw new RunFolderError(
    `${folder} holds a training that goes on in another process, or was broken off. Go on with it by --resume, throw it ` +
      `away by --force, or choose another --output.`,
  );
}

/**
 * Leaves the folder after a failure: one with nothing to go on with is removed.
 * @returns the path of the checkpoint, if there is one
 */
export async function leaveTrainingPlace(vectors: string): Promise<string | undefined> {
  const folder = trainingPlace(vectors);
  if (await hasCheckpoint(folder)) return checkpointPath(folder);
  await rm(folder, { recursive: true, force: true });
  return undefined;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
