import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { writeAtomic } from "../data/write-atomic.js";
import { fingerprint, type Dataset, type Prepare } from "../data/index.js";
import type { Predictor } from "../distill/predict-logits.js";
import { decodeSafetensors, encodeSafetensors } from "../tensor/index.js";

/** Limbeck's caches: `$LIMBECK_CACHE`, else the user's cache folder. */
export const cacheFolder = (): string =>
  process.env["LIMBECK_CACHE"] ?? join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "limbeck");

export interface TeacherOutputsOptions {
  /** Made only where there is something to compute. */
  readonly predictor: () => Promise<Predictor>;
  /** Digest of the teacher's weights. */
  readonly teacher: string;
  readonly dataset: Dataset;
  readonly prepare: Prepare;
  /** What the inputs went through: preparation and augmentation. */
  readonly inputs: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly onBatch?: (done: number, all: number) => void;
}

/**
 * The teacher's logits of a data set, `[samples, classes]`: computed once and kept on disk, under a key made of the
 * teacher's weights, the samples and what the inputs went through. A damaged or unwritable cache costs time, no more.
 */
export async function teacherOutputs(options: TeacherOutputsOptions): Promise<Float32Array> {
  const { predictor, teacher, dataset, prepare, inputs, signal, onBatch } = options;
  const key = createHash("sha256")
    .update(JSON.stringify([teacher, fingerprint(dataset), inputs]))
    .digest("hex");
  const path = join(cacheFolder(), "teacher-outputs", `${key}.safetensors`);
  const size = dataset.labels.length * dataset.classes.length;
  const cached = await readCached(path, size);
  if (cached) return cached;
  const logits = await (await predictor()).dataset(dataset, prepare, { signal, ...(onBatch && { onBatch }) });
  const array = { dtype: "float32", shape: [dataset.labels.length, dataset.classes.length], data: logits } as const;
  try {
    await mkdir(join(cacheFolder(), "teacher-outputs"), { recursive: true });
    await writeAtomic(path, encodeSafetensors({ arrays: new Map([["logits", array]]), metadata: {} }));
  } catch {
    // Without a cache the outputs are computed again next time.
  }
  return logits;
}

async function readCached(path: string, size: number): Promise<Float32Array | undefined> {
  try {
    const data = decodeSafetensors(await readFile(path), path).arrays.get("logits")?.data;
    return data instanceof Float32Array && data.length === size ? data : undefined;
  } catch {
    return undefined;
  }
}
