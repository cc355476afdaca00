import { LineCounter, parseDocument } from "yaml";
import { RecipeError } from "../../tensor/index.js";

/**
 * @param text the content of a YAML file, 1.2
 * @param path for messages
 * @throws RecipeError with line and column
 */
export function parseYaml(text: string, path: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new RecipeError(`${path}:${line}:${col}: ${error.message}`, { cause: error });
  }
  return document.toJS({ maxAliasCount: 100 }) as unknown;
}

/**
 * @param text the content of a JSON file
 * @param path for messages
 * @throws RecipeError with line and column
 */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // JSON is YAML: its parser knows the line, where JSON.parse may not.
    parseYaml(text, path);
    throw new RecipeError(`${path}: ${(cause as Error).message}. Expected JSON.`, { cause });
  }
}
