import { basename, dirname, extname, join } from "node:path";
import { readIfThere } from "../../data/read-if-there.js";
import { WordTable } from "../word-table.js";
import type { ByteReader } from "./byte-reader.js";

/**
 * The words of a file that holds vectors alone, from a vocabulary beside it: `vocab.txt` or the file's own name with
 * `.txt`, a word a line; `vocab.json`, the words in a list, or an object with the row of each; `tokenizer.json` of Hugging
 * Face's tokenizers.
 * @param count how many words there must be
 * @throws FormatError if there is no vocabulary, or it does not fit
 */
export async function vocabularyBeside(reader: ByteReader, count: number): Promise<WordTable> {
  const folder = dirname(reader.path);
  const names = ["vocab.txt", `${basename(reader.path, extname(reader.path))}.txt`, "vocab.json", "tokenizer.json"];
  for (const name of names) {
    const text = await textOf(join(folder, name));
    if (text === undefined) continue;
    const words = name.endsWith(".txt") ? linesOf(text) : wordsOf(text);
    if (words?.length !== count)
      throw reader.fail(
        `holds ${count} vectors, and ${name} beside it ${words ? `${words.length} words` : "no list of words"}.`,
      );
    const table = WordTable.from(words);
    if (table.length !== count) throw reader.fail(`${name} beside it holds a word twice.`);
    return table;
  }
  throw reader.fail(`holds vectors without words, and no vocabulary lies beside it: ${names.join(", ")}.`);
}

/** Undefined where there is no such file. */
const textOf = async (path: string): Promise<string | undefined> => (await readIfThere(path))?.toString();

const linesOf = (text: string): string[] => text.replace(/\r?\n$/, "").split(/\r?\n/);

/** The words of a JSON file in the order of their rows; undefined if it holds none. */
function wordsOf(text: string): string[] | undefined {
  const content = parse(text);
  const model = memberOf(content, "model");
  const vocabulary = memberOf(model, "vocab") ?? content;
  if (Array.isArray(vocabulary)) {
    // With scores: [["word", -1.5], ...]
    const words = (vocabulary as readonly unknown[]).map((entry): unknown => (Array.isArray(entry) ? entry[0] : entry));
    return words.every((word) => typeof word === "string") ? words : undefined;
  }
  if (typeof vocabulary !== "object" || vocabulary === null) return undefined;
  const rows = new Map(Object.entries(vocabulary as Record<string, unknown>));
  const added = memberOf(content, "added_tokens");
  for (const token of Array.isArray(added) && model ? (added as readonly unknown[]) : [])
    rows.set(String(memberOf(token, "content")), memberOf(token, "id"));
  const words: string[] = [];
  for (const [word, row] of rows) {
    if (!Number.isInteger(row) || (row as number) < 0 || (row as number) >= rows.size) return undefined;
    words[row as number] = word;
  }
  return Object.keys(words).length === rows.size ? words : undefined;
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
