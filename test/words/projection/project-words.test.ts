import { expect, test } from "vitest";
import { Random } from "../../../src/tensor/index.js";
import { projectWords, type WordVectors } from "../../../src/words/projection/project-words.js";

/** Three heaps of words, far from each other: a0 … a19, b0 …, c0 …. */
function heaps(size = 20): WordVectors & { readonly words: readonly string[] } {
  const random = new Random(1);
  const vectors = new Map<string, number[]>();
  for (const [heap, letter] of ["a", "b", "c"].entries()) {
    for (let i = 0; i < 20; i++) {
      const vector = Array.from({ length: size }, (_, axis) => (axis === heap ? 4 : 0) + random.normal(0, 0.3));
      vectors.set(`${letter}${i}`, vector);
    }
  }
  return {
    words: [...vectors.keys()],
    getVector(word) {
      const vector = vectors.get(word);
      if (!vector) throw new Error(`no ${word}`);
      return vector;
    },
  };
}

const distance = (p: { x: number; y: number }, q: { x: number; y: number }): number => Math.hypot(p.x - q.x, p.y - q.y);

test.each(["pca", "umap"] as const)("%s keeps the heaps apart", async (method) => {
  const vectors = heaps();
  const { points } = await projectWords(vectors, { groups: [{ name: "all", words: vectors.words }], method });
  for (const point of points) {
    const [nearest] = points.filter((other) => other !== point).sort((p, q) => distance(point, p) - distance(point, q));
    expect(nearest!.word[0]).toBe(point.word[0]);
  }
});

test("UMAP: the same seed gives the same points, another seed others", async () => {
  const vectors = heaps();
  const of = (seed: number) =>
    projectWords(vectors, { groups: [{ name: "all", words: vectors.words }], method: "umap", seed });
  const [first, again, other] = [await of(3), await of(3), await of(4)];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test("UMAP tells of its passes and stops where it is asked to", async () => {
  const vectors = heaps();
  const stop = new AbortController();
  const passes: number[] = [];
  const onProgress = (done: number, total: number): void => {
    expect(total).toBeGreaterThan(100);
    passes.push(done);
    if (done === 5) stop.abort();
  };
  const groups = [{ name: "all", words: vectors.words }];
  const running = projectWords(vectors, { groups, method: "umap", onProgress, signal: stop.signal });
  await expect(running).rejects.toThrow("aborted");
  expect(passes).toEqual([0, 1, 2, 3, 4, 5]);
});

test("a word belongs to the first group that holds it; the ends of lines are shown in any case", async () => {
  const map = await projectWords(heaps(), {
    groups: [
      { name: "one", words: ["a1", "b1"] },
      { name: "two", words: ["b1", "c1"] },
    ],
    lines: [["a1", "a2"]],
  });
  expect(map.points.map(({ word, group }) => `${word} ${group}`)).toEqual(["a1 one", "b1 one", "c1 two", "a2 lines"]);
  expect(map.lines).toEqual([["a1", "a2"]]);
  expect(map.explainedVariance).toHaveLength(2);
});

test("too few words are refused, and an unknown one by the vectors themselves", async () => {
  const one = { groups: [{ name: "x", words: ["a1", "a1"] }] };
  await expect(projectWords(heaps(), one)).rejects.toThrow("at least two different words, got a1.");
  const two = { groups: [{ name: "x", words: ["a1", "a2"] }], method: "umap" } as const;
  await expect(projectWords(heaps(), two)).rejects.toThrow("UMAP needs at least three words, got 2.");
  await expect(projectWords(heaps(), { groups: [{ name: "x", words: ["a1", "zz"] }] })).rejects.toThrow("no zz");
});
