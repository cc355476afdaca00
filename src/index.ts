export { defineRecipe, loadRecipe, type Recipe, type ResolvedRecipe } from "./run/recipe/index.js";
