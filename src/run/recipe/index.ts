export type { Augmentation, ResolvedData } from "./data-schema.js";
export { defineRecipe } from "./define-recipe.js";
export { builtInNames } from "./built-in.js";
export { loadRecipe, type LoadRecipeOptions } from "./load-recipe.js";
export type { ResolvedOptimizer } from "./optimizer-schema.js";
export type { Recipe } from "./recipe-schema.js";
export { recipeJsonSchema } from "./recipe-json-schema.js";
export {
  drawnScheme,
  finalLoss,
  type DrawnScheme,
  type GivenScheme,
  type ResolvedArrow,
  type ResolvedLoss,
  type ResolvedObjective,
} from "./resolve-scheme.js";
export { resolveRecipe, type RecipeOrigin } from "./resolve-recipe.js";
export type { EarlierTeacher, ResolvedModel, ResolvedNetwork, ResolvedRecipe } from "./resolved-recipe.js";
export type { ResolvedSchedule } from "./schedule-schema.js";
export type { ResolvedTraining } from "./training-schema.js";
