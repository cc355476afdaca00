import { readCheckpoint, removeCheckpoint, type Checkpoint } from "./checkpoint-file.js";
import type { NetworkName } from "./metrics.js";
import { readModelFacts } from "./model-files.js";
import type { RunFolder } from "./run-files.js";

/** Where a run stands: stages come one after another, so at most one is half done. */
export interface ResumePoint {
  /** Networks whose files are complete. */
  readonly finished: ReadonlySet<NetworkName>;
  /** The network in training, and its checkpoint. */
  readonly inTraining: { readonly network: NetworkName; readonly checkpoint: Checkpoint } | undefined;
  /** Seconds that the run has trained so far. */
  readonly seconds: number;
}

/**
 * Reads where a run stands.
 * @param networks the networks that its stages are for, in order
 * @throws FormatError if the checkpoint or a model.json is damaged
 */
export async function readResumePoint(folder: RunFolder, networks: readonly NetworkName[]): Promise<ResumePoint> {
  const finished = new Set<NetworkName>();
  let seconds = 0;
  for (const network of networks) {
    const facts = await readModelFacts(folder, network);
    if (facts) {
      finished.add(network);
      seconds += facts.seconds;
      await removeCheckpoint(folder, network); // a kill may have come between the last file and this
      continue;
    }
    const checkpoint = await readCheckpoint(folder, network);
    if (checkpoint) {
      return { finished, inTraining: { network, checkpoint }, seconds: seconds + checkpoint.seconds };
    }
  }
  return { finished, inTraining: undefined, seconds };
}
