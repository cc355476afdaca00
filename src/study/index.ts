export { parseAxes, parseAxis, type Axis } from "./axis.js";
export { costs, type Cost, type FrontierPoint, type Smallest } from "./frontier.js";
export { findings } from "./findings.js";
export { search, type SearchOptions } from "./search.js";
export { type Configuration, type Spread } from "./summarize.js";
export { sweep, type SweepOptions, type SweepProgress } from "./sweep.js";
export {
  prepareSweepFolder,
  readSweepRecord,
  sweepFiles,
  type PrepareSweepFolderOptions,
  type SweepFolder,
} from "./sweep-folder.js";
export type { SweepRecord, TrialRecord } from "./sweep-record.js";
export { gridSize, type Setting } from "./trials.js";
export type { Verdict } from "./verdict.js";
