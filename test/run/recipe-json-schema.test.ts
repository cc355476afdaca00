import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { recipeJsonSchema } from "../../src/run/index.js";

const committed = JSON.parse(
  await readFile(new URL("../../recipes/recipe.schema.json", import.meta.url), "utf8"),
) as object;

test("recipes/recipe.schema.json matches the schema; to renew it: npm run generate:recipe-schema", () => {
  expect(committed).toEqual(JSON.parse(JSON.stringify(recipeJsonSchema())));
});

test("options with a default are not required, and what only TypeScript can say is left out", () => {
  expect(committed).toMatchObject({ required: ["data", "student"], additionalProperties: false });
  expect(JSON.stringify(committed)).not.toContain("typescriptOnly");
  const { student } = (committed as { properties: Record<string, { anyOf: unknown[] }> }).properties;
  expect(student!.anyOf).toHaveLength(1);
});
