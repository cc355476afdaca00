import {
  decodeSafetensorsHeader,
  encodeSafetensorsHeader,
  ndarray,
  type DType,
  type NDArray,
  type SafetensorsEntry,
  type SafetensorsHeader,
} from "../../tensor/index.js";
import { Float32Rows, Int8Rows, type Rows } from "../rows.js";
import { SubwordVectors } from "../subword-vectors.js";
import type { VectorTable } from "../vector-table.js";
import { WordTable } from "../word-table.js";
import { viewOf, type ByteReader } from "./byte-reader.js";
import type { WritableFormat } from "./format.js";
import { halfFloats } from "./half-floats.js";
import { vocabularyBeside } from "./vocabulary-beside.js";

const pieceLength = 1 << 24;

/**
 * safetensors files with these arrays; the first three make a file of word vectors:
 *
 *   vectors         float32 [words, size]; or int8, of which row i counts `scales[i]` times
 *   words           uint8: the words as UTF-8, one after another
 *   word_ends       uint32 [words]: where each word ends in `words`
 *   scales          float32 [words], where the vectors are int8
 *   counts          int64 [words]: how often each word occurred
 *   subword_vectors float32 [buckets, size]: of parts of words, with `subword_letters` as "3-6" in the metadata
 *
 * Read too, but not written: a file with one matrix of float32 or float16, beside which a vocabulary lies.
 */
export const safetensors: WritableFormat = {
  name: "safetensors",

  matches: (start) => start.length > 9 && start[8] === 0x7b && viewOf(start).getBigUint64(0, true) < 1n << 40n,

  async read(reader) {
    const length = Number(viewOf(await reader.take(8, "its header")).getBigUint64(0, true));
    const header = decodeSafetensorsHeader(await reader.take(length, "its header"), reader.mostLeft, reader.path);
    return ["vectors", "words", "word_ends"].every((name) => header.entries.has(name))
      ? readOwn(reader, header)
      : readForeign(reader, header);
  },

  write: pieces,
};

async function readOwn(reader: ByteReader, { entries, metadata }: SafetensorsHeader): Promise<VectorTable> {
  const { dtype, shape } = entries.get("vectors")!;
  const [length, size] = shape as [number, number];
  if (shape.length !== 2 || size === 0 || (dtype !== "float32" && dtype !== "int8"))
    throw reader.fail(`has vectors of ${dtype} [${shape.join(", ")}], expected float32 or int8 [words, size].`);
  expect(reader, entries, "words", "uint8", entries.get("words")!.shape);
  expect(reader, entries, "word_ends", "uint32", [length]);
  if (dtype === "int8") expect(reader, entries, "scales", "float32", [length]);
  if (entries.has("counts")) expect(reader, entries, "counts", "int64", [length]);
  const parts = entries.get("subword_vectors");
  if (parts) expect(reader, entries, "subword_vectors", "float32", [parts.shape[0]!, size]);

  const names = ["words", "word_ends", "vectors", "scales", "counts", "subword_vectors"];
  const arrays = await takeArrays(reader, entries, names);
  const bytes = (name: string): ArrayBufferLike => arrays.get(name)!.buffer;
  const rows: Rows =
    dtype === "float32"
      ? new Float32Rows(new Float32Array(bytes("vectors")), size)
      : new Int8Rows(new Int8Array(bytes("vectors")), new Float32Array(bytes("scales")), size);
  return {
    words: wordsFrom(reader, arrays.get("words")!, new Uint32Array(bytes("word_ends"))),
    rows,
    counts: arrays.has("counts") ? Float64Array.from(new BigInt64Array(bytes("counts")), Number) : undefined,
    subwords: parts && subwordsFrom(reader, new Float32Array(bytes("subword_vectors")), size, metadata),
  };
}

function expect(
  reader: ByteReader,
  entries: SafetensorsHeader["entries"],
  name: string,
  dtype: DType,
  shape: readonly number[],
): void {
  const entry = entries.get(name);
  if (entry?.dtype === dtype && entry.shape.join() === shape.join()) return;
  const found = entry ? `${name} of ${entry.dtype} [${entry.shape.join(", ")}]` : `no ${name}`;
  throw reader.fail(`has ${found}, expected ${dtype} [${shape.join(", ")}].`);
}

function wordsFrom(reader: ByteReader, letters: Uint8Array, ends: Uint32Array): WordTable {
  const words = new WordTable(ends.length);
  ends.forEach((end, i) => {
    const start = i === 0 ? 0 : ends[i - 1]!;
    if (end < start || end > letters.length)
      throw reader.fail(
        `says that word ${i + 1} lies at ${start} to ${end} of ${letters.length} bytes. It is damaged.`,
      );
    if (!words.addBytes(letters, start, end))
      throw reader.fail(`has the word ${JSON.stringify(Buffer.from(letters.subarray(start, end)).toString())} twice.`);
  });
  return words;
}

function subwordsFrom(
  reader: ByteReader,
  data: Float32Array,
  size: number,
  { subword_letters: letters = "" }: SafetensorsHeader["metadata"],
): SubwordVectors {
  const range = /^(\d{1,6})-(\d{1,6})$/.exec(letters);
  if (range === null || data.length === 0)
    throw reader.fail(`has vectors of parts of words, but "${letters}" for subword_letters, expected as "3-6".`);
  return new SubwordVectors({
    shortest: Number(range[1]),
    longest: Number(range[2]),
    rows: new Float32Rows(data, size),
  });
}

async function readForeign(reader: ByteReader, { entries }: SafetensorsHeader): Promise<VectorTable> {
  const matrices = [...entries].filter(
    ([, { dtype, shape }]) => shape.length === 2 && shape[1]! > 0 && (dtype === "float32" || dtype === "float16"),
  );
  const [matrix, ...others] = matrices;
  if (!matrix || others.length > 0) {
    const held = [...entries].map(([name, { dtype, shape }]) => `${name} ${dtype} [${shape.join(", ")}]`);
    throw reader.fail(
      `holds no word vectors: these are the arrays vectors, words and word_ends, or one matrix of float32 or float16 ` +
        `beside a vocabulary. It holds ${held.slice(0, 5).join(", ") || "nothing"}${held.length > 5 ? ", ..." : ""}.`,
    );
  }
  const [name, { dtype, shape }] = matrix;
  const words = await vocabularyBeside(reader, shape[0]!);
  const bytes = (await takeArrays(reader, entries, [name])).get(name)!;
  const data = dtype === "float32" ? new Float32Array(bytes.buffer) : halfFloats(bytes);
  return { words, rows: new Float32Rows(data, shape[1]!) };
}

/** Takes arrays in the order in which they lie; those that are not there are left out. */
async function takeArrays(
  reader: ByteReader,
  entries: SafetensorsHeader["entries"],
  names: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const wanted = names
    .map((name): [string, SafetensorsEntry | undefined] => [name, entries.get(name)])
    .filter((pair): pair is [string, SafetensorsEntry] => pair[1] !== undefined)
    .sort(([, a], [, b]) => a.from - b.from || a.to - b.to);
  const arrays = new Map<string, Uint8Array>();
  const start = reader.position;
  for (const [name, { from, to }] of wanted) {
    const gap = start + from - reader.position;
    if (gap < 0) throw reader.fail(`has ${name} where another array lies. It is damaged: fetch it again.`);
    await reader.discard(gap, name);
    arrays.set(name, await reader.take(to - from, name));
  }
  return arrays;
}

function* pieces(table: VectorTable): Generator<Uint8Array> {
  const arrays = arraysOf(table);
  const { subwords } = table;
  yield encodeSafetensorsHeader(arrays, {
    format: "limbeck-words",
    ...(subwords ? { subword_letters: `${subwords.shortest}-${subwords.longest}` } : {}),
  });
  for (const { data } of arrays.values()) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
  }
}

/** The arrays of a file; those of larger elements come first, so that each can be viewed where it lies. */
function arraysOf({ words, rows, counts, subwords }: VectorTable): Map<string, NDArray> {
  const { letters, ends } = words.utf8();
  const { length, size } = rows;
  const arrays = new Map<string, NDArray>();
  if (counts)
    arrays.set(
      "counts",
      ndarray(
        "int64",
        [length],
        BigInt64Array.from(counts, (x) => BigInt(Math.round(x))),
      ),
    );
  if (rows.dtype === "float32") arrays.set("vectors", ndarray("float32", [length, size], rows.data));
  else arrays.set("scales", ndarray("float32", [length], rows.scales));
  if (subwords) arrays.set("subword_vectors", ndarray("float32", [subwords.rows.length, size], subwords.rows.data));
  arrays.set("word_ends", ndarray("uint32", [length], ends));
  if (rows.dtype === "int8") arrays.set("vectors", ndarray("int8", [length, size], rows.data));
  arrays.set("words", ndarray("uint8", [letters.length], letters));
  return arrays;
}
