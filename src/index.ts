export { defineRecipe, loadRecipe, type Recipe, type ResolvedRecipe } from "./run/recipe/index.js";
export { distill, type DistillOptions } from "./run/distill.js";
export type { Metrics, RunEvent } from "./run/index.js";
export { prepareRunFolder } from "./run/index.js";
