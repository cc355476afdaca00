import { join } from "node:path";
import { KeyedVectors } from "../../../src/words/index.js";
import { folderOf } from "../../data/scratch.js";

/** Loads vectors from a file with this content; `beside` are files in the same folder. */
export async function load(
  content: string | Uint8Array,
  { name = "v", beside = {} }: { name?: string; beside?: Readonly<Record<string, string>> } = {},
): Promise<KeyedVectors> {
  const folder = await folderOf({ [name]: content, ...beside });
  return KeyedVectors.load(join(folder, name));
}

export const rowsOf = (vectors: KeyedVectors): number[][] =>
  Array.from(vectors.words, (word) => Array.from(vectors.getVector(word)));
