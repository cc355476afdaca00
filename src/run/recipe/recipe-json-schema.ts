import { z } from "zod";
import { recipeSchema } from "./recipe-schema.js";

/** The JSON Schema by which editors complete and check JSON and YAML recipes. */
export function recipeJsonSchema(): object {
  const schema = z.toJSONSchema(recipeSchema, { io: "input", unrepresentable: "any", reused: "inline" });
  return { ...withoutTypeScriptOnly(schema), title: "Limbeck recipe" };
}

/** The schema without the alternatives that only a TypeScript recipe can use. */
function withoutTypeScriptOnly<T>(node: T): T {
  if (Array.isArray(node)) {
    return node.filter((item) => !isTypeScriptOnly(item)).map(withoutTypeScriptOnly) as T;
  }
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutTypeScriptOnly(value)])) as T;
}

const isTypeScriptOnly = (node: unknown): boolean =>
  node !== null && typeof node === "object" && "typescriptOnly" in node;
