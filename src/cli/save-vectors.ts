import { stat } from "node:fs/promises";
import type { KeyedVectors, SaveOptions } from "../words/index.js";
import type { Output } from "./output.js";

/** Writes vectors to a file and says what was written. */
export async function saveVectors(
  vectors: KeyedVectors,
  file: string,
  options: SaveOptions,
  output: Output,
): Promise<void> {
  const format = await vectors.save(file, options);
  if (vectors.subwords && format !== "safetensors")
    output.note("The vectors of parts of words are left out: safetensors alone can hold them.");
  const facts = { file, format, words: vectors.length, size: vectors.size, bytes: (await stat(file)).size };
  output.result(facts, () => `${facts.words} words of ${facts.size} numbers, ${facts.bytes} bytes: ${file}`);
}
