import { readFile } from "node:fs/promises";
import { fileError } from "../data/write-atomic.js";
import { FormatError } from "../tensor/index.js";
import type { RunEvent } from "./run-event.js";

/**
 * The events of a run, in order. A last line that a kill has torn is left out.
 * @throws FormatError if a line before the last is no JSON object
 */
export async function readEvents(path: string): Promise<RunEvent[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw fileError(error, path, "read");
  });
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line, i) => {
    try {
      return JSON.parse(line) as RunEvent;
    } catch (cause) {
      throw new FormatError(`${path}:${i + 1}: is no JSON: ${line.slice(0, 60)}. Was the file edited?`, { cause });
    }
  });
}
