import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { TrainingState } from "../distill/training-state.js";
import { readIfThere } from "../data/read-if-there.js";
import { writeAtomic } from "../data/write-atomic.js";
import { decodeSafetensors, encodeSafetensors, FormatError, type NDArray } from "../tensor/index.js";
import type { NetworkName } from "./metrics.js";
import { runFiles, type RunFolder } from "./run-files.js";

/** A training that was broken off, and where the run's log and clock stood. */
export interface Checkpoint {
  readonly state: TrainingState;
  /** Bytes of events.jsonl at that moment. */
  readonly eventBytes: number;
  /** Seconds that the network had trained. */
  readonly seconds: number;
}

const pathOf = (folder: RunFolder, network: NetworkName): string =>
  join(runFiles.checkpoints(folder), `${network}.safetensors`);

/** Writes a checkpoint in place of the last one. */
export async function writeCheckpoint(folder: RunFolder, network: NetworkName, checkpoint: Checkpoint): Promise<void> {
  const { parameters, bestParameters, ...state } = checkpoint.state;
  const arrays = new Map<string, NDArray>();
  for (const [name, data] of parameters) arrays.set(`now/${name}`, { dtype: "float32", shape: [data.length], data });
  for (const [name, data] of bestParameters)
    arrays.set(`best/${name}`, { dtype: "float32", shape: [data.length], data });
  const { eventBytes, seconds } = checkpoint;
  const facts = JSON.stringify({ format: 1, state, eventBytes, seconds });
  await writeAtomic(pathOf(folder, network), encodeSafetensors({ arrays, metadata: { checkpoint: facts } }));
}

/**
 * Reads a checkpoint; undefined if there is none.
 * @throws FormatError if it is damaged
 */
export async function readCheckpoint(folder: RunFolder, network: NetworkName): Promise<Checkpoint | undefined> {
  const path = pathOf(folder, network);
  const bytes = await readIfThere(path);
  if (!bytes) return undefined;
  try {
    return decodeCheckpoint(bytes, path);
  } catch (cause) {
    throw new FormatError(
      `${path}: the checkpoint is damaged: ${(cause as Error).message} ` +
        `Remove the file and go on with --resume: the ${network} is then trained from its beginning.`,
      { cause },
    );
  }
}

function decodeCheckpoint(bytes: Uint8Array, path: string): Checkpoint {
  const { arrays, metadata } = decodeSafetensors(bytes, path);
  const facts = JSON.parse(metadata["checkpoint"] ?? "{}") as { format?: number } & Omit<Checkpoint, "state"> & {
      state: Omit<TrainingState, "parameters" | "bestParameters">;
    };
  if (facts.format !== 1) throw new FormatError("it is none of this Limbeck.");
  const part = (prefix: string) =>
    new Map(
      [...arrays]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, array]) => [name.slice(prefix.length), array.data as Float32Array] as const),
    );
  return {
    state: { ...facts.state, parameters: part("now/"), bestParameters: part("best/") },
    eventBytes: facts.eventBytes,
    seconds: facts.seconds,
  };
}

/** Removes the checkpoint of a network whose training is complete. */
export const removeCheckpoint = (folder: RunFolder, network: NetworkName): Promise<void> =>
  rm(pathOf(folder, network), { force: true });
