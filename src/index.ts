export { defineRecipe, loadRecipe, type Recipe, type ResolvedRecipe } from "./run/recipe/index.js";
export { distill, type DistillOptions } from "./run/distill.js";
export { evaluate, type EvaluateOptions, type Evaluation } from "./run/evaluate.js";
export { predict, type Prediction, type PredictOptions } from "./run/predict.js";
export { exportModel, type Exported, type ExportOptions } from "./run/export.js";
export type { Metrics, RunEvent } from "./run/index.js";
export { prepareRunFolder } from "./run/index.js";
