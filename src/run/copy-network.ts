import { link, mkdir, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { writeAtomic } from "../data/write-atomic.js";
import { runFiles, type RunFolder } from "./run-folder.js";

/** A network of a run folder. */
interface Place {
  readonly folder: RunFolder;
  readonly network: string;
}

/** Copies a trained network from one run folder into another, model.json last, so that the run is complete in itself. */
export async function copyNetwork(from: Place, to: Place): Promise<void> {
  for (const file of [runFiles.weights, runFiles.model, runFiles.modelFacts]) {
    await copyFile(file(from.folder, from.network), file(to.folder, to.network));
  }
}

/** A second name for the same bytes, as nothing of Limbeck changes a file in place; where there can be none, a copy. */
async function copyFile(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await rm(to, { force: true });
    await link(from, to);
  } catch {
    await writeAtomic(to, await readFile(from));
  }
}
