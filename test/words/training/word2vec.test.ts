import { readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSafetensorsFile } from "../../../src/data/index.js";
import { FormatError, OptionError, Random } from "../../../src/tensor/index.js";
import { KeyedVectors } from "../../../src/words/index.js";
import type { Word2VecProgress } from "../../../src/words/training/run-options.js";
import type { Word2VecOptions } from "../../../src/words/training/training-options.js";
import { Word2Vec } from "../../../src/words/training/word2vec.js";
import { folderOf } from "../../data/scratch.js";

/** Two worlds whose words never meet: animals that eat, machines that run. */
const worlds = [
  ["cat", "dog", "mouse", "eats", "sleeps", "purrs", "barks"],
  ["engine", "pump", "gear", "runs", "stops", "hums", "rattles"],
];
function sentencesOf(count: number, seed = 1): string[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const world = worlds[random.integer(2)]!;
    return Array.from({ length: 4 + random.integer(6) }, () => world[random.integer(7)]!).join(" ");
  });
}
const sentences = sentencesOf(1500);
const small: Word2VecOptions = { size: 12, threads: 1, sample: 0, epochs: 3, alpha: 0.05, seed: 7 };

const bytesOf = (model: Word2Vec): Float32Array =>
  Float32Array.from([...model.vectors.words].flatMap((word) => [...model.vectors.getVector(word)]));

test("words of one world are alike, and the loss falls", async () => {
  const heard: Word2VecProgress[] = [];
  const model = await Word2Vec.train(sentences, { ...small, onProgress: (progress) => heard.push(progress) });
  for (const [word, other] of [
    ["cat", "engine"],
    ["gear", "mouse"],
  ] as const) {
    const nearest = model.vectors.mostSimilar({ positive: [word], topn: 6 }).map((one) => one.word);
    expect(nearest).not.toContain(other);
    expect(new Set([word, ...nearest])).toEqual(new Set(worlds.find((world) => world.includes(word))));
  }
  const words = sentences.join(" ").split(" ").length;
  expect(model.facts).toMatchObject({ words, sentences: 1500, invalidSequences: 0 });
  expect(heard.map(({ stage }) => stage)).toEqual([...heard.map(({ stage }) => stage)].sort()); // read, then train
  expect(heard.findLast(({ stage }) => stage === "read")).toMatchObject({ words });
  expect(heard.at(-1)).toMatchObject({ stage: "train", words: 3 * words, totalWords: 3 * words, epoch: 3, epochs: 3 });
  const untrained = await Word2Vec.train(sentences, { ...small, alpha: 1e-9, minAlpha: 1e-9 });
  expect(untrained.facts.loss).toBeCloseTo(6 * Math.LN2, 2);
  expect(model.facts.loss).toBeLessThan(0.8 * untrained.facts.loss);
});

test("the same seed gives the same bytes, another seed others; a saved model comes back whole", async () => {
  const [a, b, c] = [
    await Word2Vec.train(sentences, small),
    await Word2Vec.train(sentences, small),
    await Word2Vec.train(sentences, { ...small, seed: 8 }),
  ];
  expect(bytesOf(b)).toEqual(bytesOf(a));
  expect(bytesOf(c)).not.toEqual(bytesOf(a));
  const path = join(await folderOf({}), "model.safetensors");
  await a.save(path);
  const loaded = await Word2Vec.load(path);
  expect(bytesOf(loaded)).toEqual(bytesOf(a));
  expect(loaded.settings).toEqual(a.settings);
  expect(loaded.facts).toEqual(a.facts);
  expect([...loaded.vectors.words]).toEqual([...a.vectors.words]);
  expect(loaded.vectors.counts).toEqual(a.vectors.counts);
  const vectors = await KeyedVectors.load(path); // a model is a file of vectors, too
  expect(vectors.counts).toEqual(a.vectors.counts);
  expect(vectors.getVector("cat")).toEqual(a.vectors.getVector("cat"));
});

describe("broken off", () => {
  // Progress, at which it is broken off, is told four times a second: a training that ends before is none of that.
  const long: Word2VecOptions = { ...small, epochs: 12 };

  /** Trains until it has passed so many words, then aborts. */
  const brokenOff = async (folder: string | undefined, after: number, options: Word2VecOptions = {}) => {
    const controller = new AbortController();
    const training = Word2Vec.train(sentencesOf(30_000), {
      ...long,
      ...options,
      folder,
      signal: controller.signal,
      onProgress(progress) {
        if (progress.stage === "train" && progress.words >= after) controller.abort();
      },
    });
    await expect(training).rejects.toThrow("aborted");
  };

  test.each([
    { algorithm: "skip-gram", hierarchicalSoftmax: false },
    { algorithm: "cbow", hierarchicalSoftmax: true },
  ] as const)("and resumed, it ends with the same bytes: %j", async (options) => {
    const folder = join(await folderOf({}), "training");
    await brokenOff(folder, 1, options);
    const stopped = await Word2Vec.load(join(folder, "checkpoint.safetensors"));
    const resumed = await Word2Vec.resume(folder);
    const unbroken = await Word2Vec.train(sentencesOf(30_000), { ...long, ...options });
    expect(bytesOf(stopped)).not.toEqual(bytesOf(unbroken));
    expect(bytesOf(resumed)).toEqual(bytesOf(unbroken));
    expect(resumed.facts.loss).toBeCloseTo(unbroken.facts.loss, 6);
    expect(bytesOf(await Word2Vec.resume(folder))).toEqual(bytesOf(unbroken)); // it is finished
  });

  test("without a folder, nothing is left behind", async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith("limbeck-words-"));
    await brokenOff(undefined, 1);
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith("limbeck-words-"));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });

  test("a spool that does not belong to the checkpoint is refused", async () => {
    const folder = join(await folderOf({}), "training");
    await brokenOff(folder, 1);
    await writeFile(join(folder, "spool"), "short");
    await expect(Word2Vec.resume(folder)).rejects.toThrow(/spool: has 5 bytes where the checkpoint beside it needs/);
  });
});

describe("going on with more text", () => {
  const frozen = { alpha: 0, minAlpha: 0, epochs: 1, minCount: 1 };
  const more = ["cat purrs robot robot", "robot hums"];

  test("known words keep their rows and gain counts, new ones join", async () => {
    const first = await Word2Vec.train(sentences, small);
    const grown = await Word2Vec.train(more, { ...frozen, from: first });
    expect(grown.settings).toMatchObject({ size: 12, epochs: 1, seed: 7, threads: 1 });
    expect([...grown.vectors.words].sort()).toEqual([...worlds.flat(), "robot"].sort());
    const countOf = ({ vectors }: Word2Vec, word: string) => vectors.counts![vectors.indexOf(word)];
    expect(countOf(grown, "cat")).toBe(countOf(first, "cat")! + 1);
    expect(countOf(grown, "dog")).toBe(countOf(first, "dog"));
    expect(countOf(grown, "robot")).toBe(3);
    for (const word of worlds.flat()) expect(grown.vectors.getVector(word)).toEqual(first.vectors.getVector(word));
    const folder = await folderOf({});
    const outputs = await Promise.all(
      [first, grown].map(async (model, i) => {
        await model.save(join(folder, `${i}`));
        const { arrays } = await readSafetensorsFile(join(folder, `${i}`));
        return (word: string) => {
          const at = model.vectors.indexOf(word);
          return (arrays.get("output")!.data as Float32Array).slice(12 * at, 12 * at + 12);
        };
      }),
    );
    for (const word of worlds.flat()) expect(outputs[1]!(word)).toEqual(outputs[0]!(word));
    expect(outputs[1]!("robot")).toEqual(new Float32Array(12));
  });

  test("vectors from anywhere are a start, too", async () => {
    const vectors = new KeyedVectors({ words: ["cat", "king"], vectors: Float32Array.of(1, 2, 3, 4, 5, 6), size: 3 });
    const grown = await Word2Vec.train(more, { ...frozen, from: vectors });
    expect(grown.vectors.getVector("king")).toEqual(Float32Array.of(4, 5, 6));
    expect(grown.vectors.size).toBe(3);
    expect(grown.vectors.counts![grown.vectors.indexOf("king")]).toBe(0);
    await expect(Word2Vec.train(more, { from: vectors, size: 4 })).rejects.toThrow(
      "size: got 4, but the vectors to go on with have 3.",
    );
  });

  test("phrases are remembered, saved, and joined in the new text", async () => {
    const phrases = { minCount: 2, threshold: 0.5 };
    const lines = Array.from({ length: 20 }, (_, i) => `new york ${i % 2 ? "is big" : "has rain"} today ${i}`);
    const path = join(await folderOf({}), "model.safetensors");
    await (await Word2Vec.train(lines, { ...small, minCount: 2, phrases })).save(path);
    const first = await Word2Vec.load(path);
    expect(first.phrases.join(["in", "new", "york"])).toEqual(["in", "new_york"]);
    const grown = await Word2Vec.train(["we saw new york"], { ...frozen, from: first, phrases: undefined });
    expect([...grown.vectors.words]).not.toContain("new");
    expect(grown.vectors.counts![grown.vectors.indexOf("new_york")]).toBe(21);
  });
});

test.each<[Word2VecOptions, RegExp]>([
  [{ size: 0 }, /size: got 0, expected a whole number from 1/],
  [{ window: 1.5 }, /window: got 1.5/],
  [{ negative: 0 }, /negative: got 0 without hierarchical softmax/],
  [{ negative: -1 }, /negative: got -1/],
  [{ epochs: 0 }, /epochs: got 0/],
  [{ minCount: 0 }, /minCount: got 0/],
  [{ maxVocab: 0 }, /maxVocab: got 0/],
  [{ sample: -1 }, /sample: got -1/],
  [{ alpha: NaN }, /alpha: got NaN/],
  [{ alpha: 0.01, minAlpha: 0.02 }, /minAlpha: got 0.02, expected a number from 0 to 0.01/],
  [{ threads: 0 }, /threads: got 0/],
  [{ seed: -1 }, /seed: got -1/],
  [{ algorithm: "glove" as "cbow" }, /algorithm: got "glove", expected skip-gram or cbow/],
  [{ phrases: { threshold: 3, scoring: "npmi" } }, /phrases.threshold: got 3, expected -1 to 1/],
  [{ phrases: { passes: 0 } }, /phrases.passes: got 0/],
  [{ phrases: { scoring: "pmi" as "npmi" } }, /phrases.scoring: got "pmi", expected default or npmi/],
])("%j is refused", async (options, message) => {
  const training = Word2Vec.train(sentences, options);
  await expect(training).rejects.toThrow(OptionError);
  await expect(training).rejects.toThrow(message);
});

test("a learning rate that tears the vectors apart is told", async () => {
  await expect(Word2Vec.train(sentences, { ...small, alpha: 10, minAlpha: 10 })).rejects.toThrow(/finite|alpha/);
});

test("a model file that is cut or changed gives a FormatError, or a sound model", async () => {
  const folder = await folderOf({});
  await (await Word2Vec.train(sentences, { ...small, epochs: 1, phrases: {} })).save(join(folder, "model"));
  const bytes = await readFile(join(folder, "model"));
  const load = async (damaged: Uint8Array): Promise<void> => {
    const path = join(folder, "damaged");
    await writeFile(path, damaged);
    await Word2Vec.load(path).catch((error: unknown) => expect(error).toBeInstanceOf(FormatError));
  };
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cut) => {
      const damaged = Uint8Array.from(cut ? bytes.subarray(0, at) : bytes);
      if (!cut) damaged[at] = byte;
      await load(damaged);
    }),
    { numRuns: 300 },
  );
  for (let at = 8; at < 1600; at += 3) {
    const damaged = Uint8Array.from(bytes);
    damaged[at]! ^= 1 + (at % 7);
    await load(damaged);
  }
});
