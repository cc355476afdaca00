import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Random } from "../../../src/tensor/index.js";
import type { Spool } from "../../../src/words/training/corpus/corpus.js";
import { trainVectors, type TrainingPosition, type TrainingState } from "../../../src/words/training/train-vectors.js";
import type { TrainingOptions } from "../../../src/words/training/training-options.js";

const options: TrainingOptions = {
  algorithm: "skip-gram",
  size: 10,
  window: 3,
  negative: 5,
  nsExponent: 0.75,
  hierarchicalSoftmax: false,
  sample: 0,
  epochs: 4,
  alpha: 0.05,
  minAlpha: 1e-4,
};

/** Two worlds of ten words each that never meet in a sentence. */
const words = 20;
let folder: string;
let spool: Spool;
let counts: Float64Array;

async function spoolOf(name: string, sentences: readonly (readonly number[])[]): Promise<Spool> {
  const ids = Int32Array.from(sentences.flatMap((sentence) => [...sentence, -1]));
  const path = join(folder, name);
  await writeFile(path, new Uint8Array(ids.buffer));
  const count = ids.length - sentences.length;
  return { path, ids: ids.length, sentences: sentences.length, words: count, rawWords: count };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "limbeck-train-"));
  const random = new Random(5);
  const sentences = Array.from({ length: 3000 }, () => {
    const world = random.integer(2);
    return Array.from({ length: 4 + random.integer(8) }, () => 2 * random.integer(10) + world);
  });
  spool = await spoolOf("ids", sentences);
  counts = new Float64Array(words);
  for (const word of sentences.flat()) counts[word]!++;
});
afterAll(() => rm(folder, { recursive: true }));

const train = (more: Partial<TrainingOptions> = {}, rest = {}) =>
  trainVectors({ spool, counts, options: { ...options, ...more }, seed: 1, threads: 1, ...rest });

/** The mean cosine of words of one world, and of two. */
function cosines(input: Float32Array): { same: number; other: number } {
  const row = (i: number): Float32Array => input.subarray(10 * i, 10 * i + 10);
  const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);
  const sums = { same: 0, other: 0 };
  for (let i = 0; i < words; i++) {
    for (let j = 0; j < i; j++) {
      const cosine = dot(row(i), row(j)) / Math.sqrt(dot(row(i), row(i)) * dot(row(j), row(j)));
      sums[(i - j) % 2 === 0 ? "same" : "other"] += cosine;
    }
  }
  return { same: sums.same / 90, other: sums.other / 100 };
}

test.each([
  { algorithm: "skip-gram", negative: 5, hierarchicalSoftmax: false, threads: 1 },
  { algorithm: "skip-gram", negative: 0, hierarchicalSoftmax: true, threads: 1 },
  { algorithm: "cbow", negative: 5, hierarchicalSoftmax: false, threads: 2 },
  { algorithm: "cbow", negative: 5, hierarchicalSoftmax: true, threads: 1 },
  { algorithm: "skip-gram", negative: 12, hierarchicalSoftmax: true, threads: 3 },
] as const)("words that meet become alike: %j", async ({ threads, ...more }) => {
  const { weights, loss } = await train(more, { threads });
  const { same, other } = cosines(weights.input);
  expect(same).toBeGreaterThan(other + 0.5);
  expect(loss).toBeGreaterThan(0);
  expect(loss).toBeLessThan(
    Math.LN2 * ((more.negative > 0 ? 1 + more.negative : 0) + (more.hierarchicalSoftmax ? 5 : 0)),
  );
});

test("on one thread the same seed gives the same bytes, another seed others", async () => {
  const [first, again, other] = [await train(), await train(), await train({}, { seed: 2 })];
  expect(again).toEqual(first);
  expect(other.weights.input).not.toEqual(first.weights.input);
});

test("broken off and resumed, it ends with the same bytes as unbroken", async () => {
  const whole = await train();
  const stop = new AbortController();
  const states: TrainingState[] = [];
  const onCheckpoint = (state: TrainingState): Promise<void> => {
    states.push({ ...state, position: JSON.parse(JSON.stringify(state.position)) as TrainingPosition });
    if (states.length === 2) stop.abort();
    return Promise.resolve();
  };
  const first = train({}, { onCheckpoint, checkpointSeconds: 0.002, signal: stop.signal });
  await expect(first).rejects.toThrow("aborted");
  const state = states.at(-1)!;
  expect(state.position.task).toBeGreaterThan(0);
  expect(state.weights.input).not.toEqual(whole.weights.input);
  expect(await train({}, { resume: state })).toEqual(whole);
});

test("progress ends at all words, with a falling learning rate and the loss of the epoch", async () => {
  const told: { words: number; totalWords: number; learningRate: number; epoch: number; loss: number }[] = [];
  const { loss } = await train({}, { onProgress: (progress: (typeof told)[number]) => told.push(progress) });
  const last = told.at(-1)!;
  expect(last).toMatchObject({ words: last.totalWords, totalWords: 4 * spool.words, epoch: 4, loss });
  expect(last.learningRate).toBeCloseTo(1e-4, 6);
});

test("vectors to begin with are taken, and left as they are where nothing is learnt", async () => {
  const input = Float32Array.from({ length: words * 10 }, (_, i) => i);
  const lonely = await spoolOf(
    "lonely",
    Array.from({ length: 20 }, (_, i) => [i]),
  );
  const { weights, loss } = await train({}, { spool: lonely, initial: { input } });
  expect(weights.input).toEqual(input);
  expect(loss).toBeNaN(); // the mean of nothing
});

test.each([1, 2])("a vocabulary of %i is no trouble", async (count) => {
  const tiny = await spoolOf(
    "tiny",
    Array.from({ length: 50 }, () => [0, count - 1, 0]),
  );
  const { weights } = await trainVectors({
    spool: tiny,
    counts: Float64Array.from({ length: count }, () => 75),
    options: { ...options, hierarchicalSoftmax: true },
    seed: 1,
    threads: 2,
  });
  expect(weights.input.every(Number.isFinite)).toBe(true);
});

test("a learning rate that is too high is said to be", async () => {
  await expect(train({ alpha: 1e30 })).rejects.toThrow("a learning rate (alpha) of 1e+30 is too high");
});

test("a file that has gone is told", async () => {
  await expect(train({}, { spool: { ...spool, path: join(folder, "gone") } })).rejects.toThrow("gone");
});
