/** Writes recipes/recipe.schema.json, by which editors complete JSON and YAML recipes. */
import { writeFileSync } from "node:fs";
import { recipeJsonSchema } from "../src/run/index.js";

const file = new URL("../recipes/recipe.schema.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(recipeJsonSchema(), null, 2)}\n`);
