import { Float32Rows } from "../rows.js";
import { SubwordVectors } from "../subword-vectors.js";
import { WordTable } from "../word-table.js";
import { addParts } from "./add-parts.js";
import { viewOf, type ByteReader } from "./byte-reader.js";
import type { VectorFileFormat } from "./format.js";

const magic = 793712314;
/** Behind a word: a zero byte, its count as int64, and its kind as one byte. */
const entryTail = 10;

/**
 * The models that fastText writes (`.bin`), versions 11 and 12: settings, words with their counts, and one matrix with the
 * own vectors of words and, behind them, those of parts of words. The vector of a word is the mean of its own and those of
 * its parts; `</s>` has no parts. What comes behind the matrix is left unread.
 */
export const fastTextBinary: VectorFileFormat = {
  name: "fasttext-binary",

  matches: (start) => start.length >= 8 && viewOf(start).getInt32(0, true) === magic,

  async read(reader) {
    const { size, shortest, longest } = await readSettings(reader);
    const { words, counts, entries, places } = await readDictionary(reader);
    if ((await reader.take(1, "its settings"))[0] !== 0)
      throw reader.fail("is a compressed model (.ftz), which is not read. Take the .bin that it was made from.");
    const matrix = await readMatrix(reader, size, entries);
    const { data } = matrix;
    places.forEach((place, i) => place !== i && data.copyWithin(i * size, place * size, (place + 1) * size));
    const rows = new Float32Rows(data.subarray(0, words.length * size), size);
    const parts = new Float32Rows(data.subarray(entries * size), size);
    if (longest === 0 || parts.length === 0) return { words, counts, rows };
    const subwords = new SubwordVectors({ shortest, longest, rows: parts });
    await addParts(words, rows, subwords);
    return { words, counts, rows, subwords };
  },
};

/** Numbers in a vector, and letters in the shortest and longest part of a word. */
interface Settings {
  readonly size: number;
  readonly shortest: number;
  readonly longest: number;
}

async function readSettings(reader: ByteReader): Promise<Settings> {
  const view = viewOf(await reader.take(64, "its settings"));
  const [version, size, model, shortest, longest] = [1, 2, 9, 11, 12].map((i) => view.getInt32(4 * i, true)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (version !== 11 && version !== 12)
    throw reader.fail(`has version ${version} of fastText's format; 11 and 12 are read.`);
  if (size < 1 || longest < 0)
    throw reader.fail(`has vectors of ${size} numbers and parts of up to ${longest} letters. It is damaged.`);
  // Classifiers of version 11 have no parts, whatever they say.
  return { size, shortest, longest: version === 11 && model === 3 ? 0 : longest };
}

interface Dictionary {
  readonly words: WordTable;
  readonly counts: Float64Array;
  /** How many words the file lists; fewer are different where what is no UTF-8 was replaced. */
  readonly entries: number;
  /** Where the file has each word. */
  readonly places: Uint32Array;
}

async function readDictionary(reader: ByteReader): Promise<Dictionary> {
  const head = viewOf(await reader.take(28, "its dictionary"));
  const [all, entries] = [head.getInt32(0, true), head.getInt32(4, true)];
  const pruned = Number(head.getBigInt64(20, true));
  if (entries < 1 || all < entries) throw reader.fail(`has ${entries} words among ${all} entries. It is damaged.`);
  reader.expectLeft(all * entryTail, `a dictionary of ${all} entries`);
  const words = new WordTable(entries);
  const counts = new Float64Array(entries);
  const places = new Uint32Array(entries);
  for (let i = 0; i < all; i++) {
    const end = await reader.find(0, entryTail, `entry ${i + 1} of ${all} of its dictionary`);
    const { bytes } = reader;
    const at = words.length;
    if (i < entries && words.addBytes(bytes, 0, end)) {
      counts[at] = Number(viewOf(bytes).getBigInt64(end + 1, true));
      places[at] = i;
    }
    reader.skip(end + entryTail);
  }
  if (pruned > 0) await reader.take(8 * pruned, "its list of kept parts");
  return { words, entries, counts: counts.subarray(0, words.length), places: places.subarray(0, words.length) };
}

/** The matrix of all vectors, which has at least so many rows. */
async function readMatrix(reader: ByteReader, size: number, least: number): Promise<Float32Rows> {
  const head = viewOf(await reader.take(16, "its matrix"));
  const [rows, columns] = [Number(head.getBigInt64(0, true)), Number(head.getBigInt64(8, true))];
  if (columns !== size || rows < least)
    throw reader.fail(
      `has a matrix of ${rows} x ${columns} numbers for ${least} words of ${size}. It is damaged: fetch it again.`,
    );
  reader.expectLeft(4 * rows * columns, `a matrix of ${rows} x ${columns} numbers`);
  const data = reader.allocateRows(rows, size);
  await reader.fill(data, "its matrix");
  return new Float32Rows(data, size);
}
