/**
 * Opens word vectors and answers one query: our own subject of `words`, run as `first-query.ts '{"vectors":"v.bin"}'`.
 * Prints {"openSeconds":20.1,"querySeconds":0.5,"peakBytes":3700000000}.
 */
import { KeyedVectors } from "../../src/words/index.js";

const { vectors: path } = JSON.parse(process.argv.at(-1)!) as { vectors: string };
const started = performance.now();
const vectors = await KeyedVectors.load(path);
const opened = performance.now();
vectors.mostSimilar({ positive: [vectors.wordAt(0)] });
const answered = performance.now();
console.log(
  JSON.stringify({
    openSeconds: (opened - started) / 1000,
    querySeconds: (answered - opened) / 1000,
    peakBytes: 1024 * process.resourceUsage().maxRSS,
  }),
);
