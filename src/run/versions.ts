import { createRequire } from "node:module";
import type { Runtime } from "../engine/index.js";

/** What a run ran on: Limbeck, Node and ONNX Runtime. */
export const versions = (runtime: Runtime): Record<string, string> => ({
  limbeck: limbeckVersion(),
  node: process.versions.node,
  [runtime.name]: runtime.version,
});

const limbeckVersion = (): string =>
  (createRequire(import.meta.url)("../../package.json") as { version: string }).version;
