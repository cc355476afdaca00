import { join } from "node:path";
import type { NetworkName } from "./metrics.js";

/** A folder that holds one run, complete in itself. All paths are absolute. */
export interface RunFolder {
  readonly path: string;
}

/** Where each part of a run lies in its folder. */
export const runFiles = {
  recipe: ({ path }: RunFolder) => join(path, "recipe.json"),
  metrics: ({ path }: RunFolder) => join(path, "metrics.json"),
  report: ({ path }: RunFolder) => join(path, "report.html"),
  events: ({ path }: RunFolder) => join(path, "events.jsonl"),
  checkpoints: ({ path }: RunFolder) => join(path, "checkpoints"),
  /** There while a process works in the folder; see lockRun. */
  lock: ({ path }: RunFolder) => join(path, "run.lock"),
  network: ({ path }: RunFolder, network: NetworkName) => join(path, network),
  model: ({ path }: RunFolder, network: NetworkName) => join(path, network, "model.onnx"),
  weights: ({ path }: RunFolder, network: NetworkName) => join(path, network, "weights.safetensors"),
  modelFacts: ({ path }: RunFolder, network: NetworkName) => join(path, network, "model.json"),
} as const;
