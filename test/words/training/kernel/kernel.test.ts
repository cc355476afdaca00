import { expect, test } from "vitest";
import { huffmanPaths } from "../../../../src/words/training/kernel/huffman.js";
import { keepTable } from "../../../../src/words/training/kernel/keep-table.js";
import { createKernel } from "../../../../src/words/training/kernel/kernel.js";
import { layOut } from "../../../../src/words/training/kernel/memory-layout.js";
import { SharedWeights } from "../../../../src/words/training/kernel/shared-weights.js";
import type { Algorithm } from "../../../../src/words/training/training-options.js";
import { Random } from "../../../../src/tensor/index.js";
import { reference } from "../../../reference.js";

interface Case {
  readonly name: string;
  readonly algorithm: Algorithm;
  readonly window: number;
  readonly negative: number;
  readonly hierarchical: boolean;
  readonly sample: number;
  readonly state: string;
  readonly rows: Rows;
  readonly change: Rows;
}
type Rows = Readonly<Record<"input" | "output" | "nodes", number[][]>>;

const { cases, counts, sentences, aliases, gensim } = reference<{
  cases: Case[];
  counts: number[];
  sentences: number[][];
  aliases: number[][];
  gensim: { counts: number[]; codeLengths: number[]; sample: number; keep: number[] };
}>("words/word2vec.json");

/** So small that what one window learns hardly changes what the next one sees. */
const rate = 1e-4;

const flat = (rows: number[][]): Float32Array => Float32Array.from(rows.flat());

test.each(cases)("weights change by PyTorch's gradients: $name", (given) => {
  const { algorithm, window, negative, hierarchical, sample, state, rows, change } = given;
  const size = rows.input[0]!.length;
  const words = counts.length;
  const paths = hierarchical ? huffmanPaths(Float64Array.from(counts)) : undefined;
  const layout = layOut({
    words,
    size,
    window,
    negativeSampling: negative > 0,
    pathLength: paths?.nodes.length,
    subsampling: sample > 0,
    threads: 1,
    taskIds: 100,
  });
  const weights = new SharedWeights(layout, words, size);
  weights.start({ input: flat(rows.input), output: flat(rows.output), nodes: flat(rows.nodes) }, new Random(0));
  weights.setTables(Float64Array.from(counts), { sample, nsExponent: 0.75 }, paths);
  const { memory } = weights;
  if (negative > 0) new Uint32Array(memory.buffer, layout.aliases).set(aliases.flat());
  const own = layout.threads[0]!;
  const kernel = createKernel(memory);
  const { inputs, outputs, nodes, rowBytes, keep, pathStarts, pathNodes, pathCodes } = layout;
  kernel.setShared(inputs, outputs, nodes, rowBytes, keep, layout.aliases, pathStarts, pathNodes, pathCodes);
  kernel.setScratch(own.scratch, window);
  kernel.setOptions(words, window, negative, Number(algorithm === "cbow"));
  kernel.setState(BigInt(state));
  const ids = sentences.flatMap((sentence) => [...sentence, -1]);
  new Int32Array(memory.buffer, own.ids).set(ids);
  kernel.train(own.ids, ids.length, rate);

  const after = weights.read();
  for (const name of ["input", "output", "nodes"] as const) {
    const trained = after[name];
    if (trained === undefined) {
      expect(change[name].flat().every((x) => x === 0)).toBe(true);
      continue;
    }
    const before = rows[name].flat();
    change[name].flat().forEach((expected, i) => {
      const actual = (trained[i]! - Math.fround(before[i]!)) / rate;
      expect(Math.abs(actual - expected), `${name}[${i}]: ${actual}, expected ${expected}`).toBeLessThan(
        1e-2 * Math.max(1, Math.abs(expected)),
      );
    });
  }
});

test("Huffman paths are as long as gensim's, and no word's path leads through another's", () => {
  const { starts, nodes, codes } = huffmanPaths(Float64Array.from(gensim.counts));
  const lengths = gensim.counts.map((_, word) => starts[word + 1]! - starts[word]!);
  const cost = (of: readonly number[]): number => of.reduce((sum, length, i) => sum + length * gensim.counts[i]!, 0);
  expect(cost(lengths)).toBe(cost(gensim.codeLengths));
  const texts = lengths.map((_, word) => codes.subarray(starts[word], starts[word + 1]).join(""));
  for (const [i, text] of texts.entries()) {
    expect(texts.filter((other) => other.startsWith(text))).toEqual([text]);
    expect(nodes[starts[i]!]).toBe(gensim.counts.length - 2); // all begin at the root
  }
});

test("words are kept with gensim's probabilities", () => {
  const table = keepTable(Float64Array.from(gensim.counts), gensim.sample);
  gensim.keep.forEach((expected, word) => expect(Math.abs(table[word]! - expected)).toBeLessThanOrEqual(1024));
});
