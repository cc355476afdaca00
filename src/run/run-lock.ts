import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { fileError } from "../data/write-atomic.js";
import { RunFolderError } from "../tensor/index.js";
import { runFiles, type RunFolder } from "./run-files.js";

/** Locks that this process holds: a lock with our own number that is not among them was left by an earlier process. */
const held = new Set<string>();

/**
 * Claims a run folder for this process, until the function that comes back is called. A lock that a killed process has
 * left is taken over.
 * @throws RunFolderError if another process works in the folder
 * @throws FileError if the folder cannot be written
 */
export async function lockRun(folder: RunFolder): Promise<() => Promise<void>> {
  const path = runFiles.lock(folder);
  await mkdir(folder.path, { recursive: true }).catch((error: unknown) => {
    throw fileError(error, folder.path, "made");
  });
  for (;;) {
    const taken = await writeFile(path, String(process.pid), { flag: "wx" }).then(
      () => true,
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
        throw fileError(error, path, "written");
      },
    );
    if (taken) break;
    await checkUnlocked(folder);
    await removeStale(path);
  }
  held.add(path);
  return async () => {
    held.delete(path);
    await rm(path, { force: true });
  };
}

/**
 * Makes sure that no process works in a run folder.
 * @throws RunFolderError if one does
 */
export async function checkUnlocked(folder: RunFolder): Promise<void> {
  const path = runFiles.lock(folder);
  const owner = await ownerOf(path);
  if (owner === undefined || !isAlive(owner, path)) return;
  throw new RunFolderError(
    `${folder.path} is in use by the process ${owner}. Wait until it ends, or choose another folder. ` +
      `If that process is no run of Limbeck, remove ${path}.`,
  );
}

/** The process that a lock names; undefined if there is no lock, or a kill came before its number was written. */
async function ownerOf(path: string): Promise<number | undefined> {
  for (const wait of [0, 50]) {
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait)); // its owner may be about to write
    const text = await readFile(path, "utf8").catch(() => "");
    const owner = Number(text);
    if (Number.isInteger(owner) && owner > 0) return owner;
  }
  return undefined;
}

function isAlive(owner: number, path: string): boolean {
  if (owner === process.pid) return held.has(path);
  try {
    process.kill(owner, 0); // sends nothing
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // there, but of another user
  }
}

/** Removes a lock whose owner is gone; one that another process has put there meanwhile is put back. */
async function removeStale(path: string): Promise<void> {
  const aside = `${path}.${process.pid}-0.tmp`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const owner = await ownerOf(aside);
  if (owner !== undefined && isAlive(owner, path)) await rename(aside, path);
  else await rm(aside, { force: true });
}
