import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { written } from "../../../src/words/formats/index.js";
import type { WrittenFormat } from "../../../src/words/formats/written-formats.js";
import { Int8Rows, KeyedVectors } from "../../../src/words/index.js";
import { pathOf } from "./files.js";

/** Files of word vectors in one folder; the first is the one to load. */
export type Files = Readonly<Record<string, Uint8Array>>;

export const words = ["the", "Zürich", "日本", "𝔘", "of"];
export const size = 3;
export const numbers = Float32Array.from([0.1, -2, 3e-7, 0, 0, 0, 1 / 3, 1e10, -0.5, 1, 2, 3, -1, 1, 0.25]);
export const counts = [500, 40, 30, 2, 1];

/** Small vectors with everything that a file can hold but parts of words. */
export const small = () => new KeyedVectors({ words, vectors: numbers.slice(), size, counts });
export const smallInt8 = () => new KeyedVectors({ words, vectors: Int8Rows.from(small().rows), size, counts });

/** The bytes of vectors in a format that is written. */
export const bytesOf = (name: WrittenFormat, vectors = small()): Uint8Array =>
  Buffer.concat([...written[name].write(vectors)]);

const gensimFile = async (...names: readonly string[]): Promise<Files> =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(pathOf(name))] as const)));

/** Sound files of each format: what the contract of readers breaks on purpose. */
export const samples: Readonly<Record<string, readonly (() => Promise<Files>)[]>> = {
  "word2vec-binary": [
    () => Promise.resolve({ "v.bin": bytesOf("word2vec-binary") }),
    () => Promise.resolve({ "v.bin.gz": gzipSync(bytesOf("word2vec-binary")) }),
  ],
  "word2vec-text": [
    () => Promise.resolve({ "v.txt": bytesOf("word2vec-text") }),
    () => Promise.resolve({ "v.txt.gz": gzipSync(bytesOf("word2vec-text")) }),
  ],
  glove: [() => Promise.resolve({ "v.txt": bytesOf("glove") })],
  safetensors: [
    () => Promise.resolve({ "v.safetensors": bytesOf("safetensors") }),
    () => Promise.resolve({ "v.safetensors": bytesOf("safetensors", smallInt8()) }),
    async () => ({ "v.safetensors": bytesOf("safetensors", await KeyedVectors.load(pathOf("fasttext.bin"))) }),
  ],
  gensim: [
    () => gensimFile("word2vec.kv"),
    () => gensimFile("apart.kv", "apart.kv.vectors.npy"),
    () => gensimFile("gensim3.kv"),
    () => gensimFile("fasttext.kv"),
  ],
  "fasttext-binary": [() => gensimFile("fasttext.bin")],
};
