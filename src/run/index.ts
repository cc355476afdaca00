export { distill, type DistillOptions } from "./distill.js";
export { trainOneNetwork } from "./train-one-network.js";
export type { RunOptions } from "./carry-out.js";
export { evaluate, type EvaluateOptions, type Evaluation } from "./evaluate.js";
export { EventLog } from "./event-log.js";
export { exportFormats, type ExportFormat } from "./export-format.js";
export { exportModel, type Exported, type ExportOptions } from "./export.js";
export { inspect, type Facts } from "./inspect/index.js";
export { methods, type MethodFacts } from "./methods.js";
export { networkNames, type EpochMetrics, type Metrics, type ModelMetrics, type NetworkName } from "./metrics.js";
export { readMetrics, writeMetrics } from "./metrics-file.js";
export { predict, type Prediction, type PredictOptions } from "./predict.js";
export { loadRunData, type RunData } from "./run-data.js";
export { readEvents } from "./read-events.js";
export {
  asJson,
  checkSameRecipe,
  readRecipeRecord,
  writeRecipeRecord,
  type RecipeFacts,
  type RecipeRecord,
} from "./recipe-record.js";
export * from "./recipe/index.js";
export type { PlannedTraining, RunEvent } from "./run-event.js";
export {
  isRunFolder,
  openRunFolder,
  prepareRunFolder,
  removeIfEmpty,
  runFiles,
  type PrepareRunFolderOptions,
  type RunFolder,
} from "./run-folder.js";
