import { stat } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { fileError } from "../../data/write-atomic.js";
import { FormatError } from "../../tensor/index.js";
import { isRunFolder } from "../run-folder.js";
import type { Facts } from "./facts.js";
import { inspectOnnx } from "./inspect-onnx.js";
import { inspectRun } from "./inspect-run.js";
import { inspectSafetensors } from "./inspect-safetensors.js";

/** What is known of files, by their ending. */
const byEnding: Readonly<Record<string, (path: string) => Promise<Facts>>> = {
  ".onnx": inspectOnnx,
  ".safetensors": inspectSafetensors,
};

/**
 * What a file or a run folder holds.
 * @throws FormatError if it is of a kind that is not known, or damaged
 * @throws FileError if it is missing or cannot be read
 */
export async function inspect(nameOrPath: string): Promise<Facts> {
  const path = resolve(nameOrPath);
  const found = await stat(path).catch((error: unknown) => {
    throw fileError(error, path, "read");
  });
  if (found.isDirectory()) {
    const model = await networkModel(path);
    return model === undefined ? inspectRun(path) : inspectOnnx(model);
  }
  const inspectFile = byEnding[extname(path)];
  if (inspectFile) return inspectFile(path);
  throw new FormatError(
    `${path}: what it holds is not known by its ending. Known: run folders, ${Object.keys(byEnding).join(", ")}.`,
  );
}

/** The model of a folder that holds one network of a run, as runs/mnist/student; undefined of other folders. */
async function networkModel(folder: string): Promise<string | undefined> {
  if (await isRunFolder(folder)) return undefined;
  const model = join(folder, "model.onnx");
  const found = await stat(model).catch(() => undefined);
  return found?.isFile() ? model : undefined;
}
