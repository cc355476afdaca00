import { readFile } from "node:fs/promises";
import { writeAtomic } from "../data/write-atomic.js";
import type { NetworkName } from "./metrics.js";
import { runFiles, type RunFolder } from "./run-folder.js";

/** Copies a trained network from one run folder into another, model.json last, so that the run is complete in itself. */
export async function copyNetwork(from: RunFolder, to: RunFolder, network: NetworkName): Promise<void> {
  for (const file of [runFiles.weights, runFiles.model, runFiles.modelFacts]) {
    await writeAtomic(file(to, network), await readFile(file(from, network)));
  }
}
