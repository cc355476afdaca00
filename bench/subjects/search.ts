/** The nearest words in Limbeck: our own subject of `words`, run as `search.ts '{"vectors":"v.bin"}'` (see peers/gensim_search.py). */
import { createInterface } from "node:readline";
import { KeyedVectors } from "../../src/words/index.js";

const { vectors: path } = JSON.parse(process.argv.at(-1)!) as { vectors: string };
const vectors = await KeyedVectors.load(path);
const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
answer({ words: vectors.length, size: vectors.size });

let asked = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const times = Array.from({ length: Number(line.split(" ")[1]) }, () => {
    const word = vectors.wordAt(asked++);
    const start = performance.now();
    vectors.mostSimilar({ positive: [word] });
    return performance.now() - start;
  });
  answer({ ms: times });
}
