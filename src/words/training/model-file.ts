import { readSafetensorsFile, readSafetensorsFileHeader, writeSafetensorsFile } from "../../data/index.js";
import { FormatError, ndarray, type NDArray, type Safetensors } from "../../tensor/index.js";
import { WordTable } from "../word-table.js";
import type { ModelData } from "./model-data.js";
import { modelFactsText, parseModelFacts } from "./model-facts.js";
import { Phrases } from "./phrases/phrases.js";

const metadataName = "word2vec";

/**
 * Writes a model as a safetensors file of word vectors (`vectors`, `words`, `word_ends`, `counts`) that also holds the
 * rows `output` and `nodes`, which only training needs, and in its metadata how it was trained.
 */
export function writeModel(path: string, model: ModelData): Promise<void> {
  const { vocabulary, weights, settings, facts, phrases, unfinished } = model;
  const { letters, ends } = vocabulary.words.utf8();
  const { length } = ends;
  const rows = (data: Float32Array): NDArray => ndarray("float32", [data.length / settings.size, settings.size], data);
  const counts = BigInt64Array.from(vocabulary.counts, (count) => BigInt(Math.round(count)));
  // Those of larger elements come first, so that each can be viewed where it lies.
  const arrays = new Map<string, NDArray>([
    ["counts", ndarray("int64", [length], counts)],
    ["vectors", rows(weights.input)],
    ...(weights.output ? [["output", rows(weights.output)] as const] : []),
    ...(weights.nodes ? [["nodes", rows(weights.nodes)] as const] : []),
    ["word_ends", ndarray("uint32", [length], ends)],
    ["words", ndarray("uint8", [letters.length], letters)],
  ]);
  const text = modelFactsText({ settings, facts, phrases: phrases.passes, unfinished });
  return writeSafetensorsFile(path, { arrays, metadata: { [metadataName]: text } });
}

/**
 * Reads a model.
 * @throws FormatError if the file is damaged or holds no model
 * @throws FileError if it cannot be read
 */
export async function readModel(path: string): Promise<ModelData> {
  const content = await readSafetensorsFile(path);
  const text = content.metadata[metadataName];
  if (text === undefined) {
    throw new FormatError(
      `${path}: holds no Word2Vec model. A model is what training writes with --model, or Word2Vec saves.`,
    );
  }
  const { settings, facts, phrases, unfinished } = parseModelFacts(text, path);
  const words = wordsOf(content, path);
  const { length } = words;
  const rows = (name: string, count: number): Float32Array =>
    arrayOf(content, name, "float32", [count, settings.size], path).data as Float32Array;
  const weights = {
    input: rows("vectors", length),
    output: content.arrays.has("output") ? rows("output", length) : undefined,
    nodes: content.arrays.has("nodes") ? rows("nodes", length - 1) : undefined,
  };
  const { data } = arrayOf(content, "counts", "int64", [length], path);
  const counts = Float64Array.from(data as BigInt64Array, Number);
  return { settings, facts, unfinished, vocabulary: { words, counts }, weights, phrases: new Phrases(phrases) };
}

/**
 * Whether a file is a model, and not just vectors in any format.
 * @throws FileError if it cannot be read
 */
export async function isModelFile(path: string): Promise<boolean> {
  try {
    return metadataName in (await readSafetensorsFileHeader(path)).metadata;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

function arrayOf(
  { arrays }: Safetensors,
  name: string,
  dtype: NDArray["dtype"],
  shape: readonly number[] | undefined,
  path: string,
): NDArray {
  const array = arrays.get(name);
  if (array?.dtype === dtype && (shape === undefined || array.shape.join() === shape.join())) return array;
  const found = array ? `${name} is ${array.dtype} [${array.shape.join(", ")}]` : `there is no ${name}`;
  throw damaged(path, `${found} where ${dtype}${shape ? ` [${shape.join(", ")}]` : ""} belongs`);
}

const damaged = (path: string, why: string): FormatError =>
  new FormatError(`${path}: the model is damaged: ${why}. Train it anew.`);

function wordsOf(content: Safetensors, path: string): WordTable {
  const letters = arrayOf(content, "words", "uint8", undefined, path).data as Uint8Array;
  const ends = arrayOf(content, "word_ends", "uint32", undefined, path).data as Uint32Array;
  const words = new WordTable(ends.length);
  let start = 0;
  for (const end of ends) {
    if (end < start || end > letters.length || !words.addBytes(letters, start, end))
      throw damaged(path, `word ${words.length + 1} lies outside of the letters, or is there twice`);
    start = end;
  }
  return words;
}
