import { join } from "node:path";
import { networkNames, type NetworkName } from "./metrics.js";

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
  /** Where networks lie that are neither teacher nor baseline nor student. */
  others: ({ path }: RunFolder) => join(path, "networks"),
  network: (folder: RunFolder, network: NetworkName) => networkFolder(folder, network),
  model: (folder: RunFolder, network: NetworkName) => join(networkFolder(folder, network), "model.onnx"),
  weights: (folder: RunFolder, network: NetworkName) => join(networkFolder(folder, network), "weights.safetensors"),
  /** Of the student alone, where the student runtime covers it. */
  packaged: (folder: RunFolder, network: NetworkName) => join(networkFolder(folder, network), "student.limbeck"),
  modelFacts: (folder: RunFolder, network: NetworkName) => join(networkFolder(folder, network), "model.json"),
} as const;

const networkFolder = ({ path }: RunFolder, network: NetworkName): string =>
  (networkNames as readonly string[]).includes(network) ? join(path, network) : join(path, "networks", network);
