import { Float32Rows } from "../rows.js";
import { SubwordVectors } from "../subword-vectors.js";
import { WordTable } from "../word-table.js";
import { addParts } from "./add-parts.js";
import { ByteReader } from "./byte-reader.js";
import type { VectorFileFormat } from "./format.js";
import { readNpy } from "./npy.js";
import { asFloat32, asFloat64, type NumPyArray } from "./numpy-array.js";
import { arrayFrom } from "./pickle/array-from.js";
import { readPickle } from "./pickle/read-pickle.js";
import { PickleDict, PickleObject } from "./pickle/values.js";

/**
 * The files that gensim's `save` writes of KeyedVectors (`.kv`), Word2Vec and FastText (`.model`): pickles, beside which
 * large arrays lie as `.npy` files. Those of gensim 3, where some attributes had other names, are read too.
 */
export const gensim: VectorFileFormat = {
  name: "gensim",

  matches: (start) => start[0] === 0x80 && start[1]! >= 2 && start[1]! <= 5,

  async read(reader) {
    const root = await readPickle(reader);
    if (!(root instanceof PickleObject)) throw reader.fail("holds no object of gensim's.");
    const inner = root.get("wv");
    const saved: Saved =
      inner instanceof PickleObject
        ? { object: inner, path: `${reader.path}.wv`, reader }
        : { object: root, path: reader.path, reader };
    const words = wordsOf(saved);
    const whole = (await rowsOf(saved, "vectors")) ?? (await rowsOf(saved, "syn0"));
    const rows = whole ?? (await rowsOf(saved, "vectors_vocab"));
    if (rows?.length !== words.length)
      throw reader.fail(`holds ${words.length} words and ${rows?.length ?? 0} vectors. It is damaged: save it again.`);
    const subwords = await subwordsOf(saved);
    if (subwords && !whole) await addParts(words, rows, subwords);
    return { words, rows, counts: countsOf(saved, words), subwords };
  },
};

/** An object of gensim's, and where the files of its large arrays begin. */
interface Saved {
  readonly object: PickleObject;
  readonly path: string;
  readonly reader: ByteReader;
}

function wordsOf({ object, reader }: Saved): WordTable {
  const keys = object.get("index_to_key") ?? object.get("index2word") ?? object.get("index2entity");
  if (!Array.isArray(keys)) throw reader.fail(`holds ${object.of} without a list of words.`);
  const words = new WordTable(keys.length);
  for (const key of keys) {
    if (typeof key !== "string")
      throw reader.fail(`has a key that is no word: ${typeof key === "number" ? key : "an object"}.`);
    if (!words.add(key)) throw reader.fail(`has the word ${JSON.stringify(key)} twice. It is damaged: save it again.`);
  }
  return words;
}

/** An attribute that is an array, from the pickle or from the file beside it. */
async function arrayOf({ object, path, reader }: Saved, name: string): Promise<NumPyArray | undefined> {
  const value = object.get(name);
  if (value instanceof PickleObject) return arrayFrom(value, reader);
  const apart = object.get("__numpys");
  if (!Array.isArray(apart) || !apart.includes(name)) return undefined;
  if (path.endsWith(".gz") || path.endsWith(".bz2"))
    throw reader.fail(`has compressed arrays beside it (.npz), which are not read. Save without ".gz".`);
  const beside = await ByteReader.open(`${path}.${name}.npy`);
  try {
    return await readNpy(beside);
  } finally {
    await beside.close();
  }
}

async function rowsOf(saved: Saved, name: string): Promise<Float32Rows | undefined> {
  const array = await arrayOf(saved, name);
  if (array === undefined) return undefined;
  const [, size] = array.shape;
  if (array.shape.length !== 2 || size === 0)
    throw saved.reader.fail(`has ${name} of [${array.shape.join(", ")}] numbers, expected [words, size].`);
  return new Float32Rows(asFloat32(array, saved.reader), size!);
}

/** Counts are an array beside the words, or in gensim 3 an attribute of each. */
function countsOf({ object, reader }: Saved, words: WordTable): Float64Array | undefined {
  const extra = object.get("expandos");
  const count = extra instanceof PickleDict ? extra.get("count") : undefined;
  if (count instanceof PickleObject) {
    const counts = asFloat64(arrayFrom(count, reader), reader);
    return counts.length === words.length ? counts : undefined;
  }
  const vocabulary = object.get("vocab");
  if (!(vocabulary instanceof PickleDict)) return undefined;
  const counts = Float64Array.from(words, (word) => {
    const entry = vocabulary.get(word);
    return entry instanceof PickleObject ? Number(entry.get("count")) : NaN;
  });
  return counts.every(Number.isFinite) ? counts : undefined;
}

async function subwordsOf(saved: Saved): Promise<SubwordVectors | undefined> {
  const rows = await rowsOf(saved, "vectors_ngrams");
  const [shortest, longest] = [saved.object.get("min_n"), saved.object.get("max_n")];
  if (rows === undefined || rows.length === 0) return undefined;
  if (typeof shortest !== "number" || typeof longest !== "number")
    throw saved.reader.fail("has vectors of parts of words, but not how long the parts are. It is damaged.");
  return new SubwordVectors({ shortest, longest, rows });
}
