import { readFile } from "node:fs/promises";
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
    await writeAtomic(file(to.folder, to.network), await readFile(file(from.folder, from.network)));
  }
}
