import { expect, test } from "vitest";
import { layOut } from "../../../../src/words/training/kernel/memory-layout.js";

const options = {
  words: 1000,
  size: 50,
  window: 5,
  negativeSampling: true,
  pathLength: 9000,
  subsampling: true,
  threads: 2,
  taskIds: 500,
};

test("nothing lies over anything else, and rows are whole SIMD vectors", () => {
  const { threads, rowBytes, bytes, control, ...tables } = layOut(options);
  expect(rowBytes).toBe(208);
  const places = [
    ...Object.values(tables),
    ...threads.flatMap((thread) => Object.values(thread) as number[]),
    control,
    bytes,
  ];
  const sorted = [...places].sort((a, b) => a - b);
  expect(sorted).toEqual(places);
  expect(new Set(places).size).toBe(places.length);
  expect(places[1]! - places[0]!).toBeGreaterThanOrEqual(1000 * 208);
});

test("tables that are not needed have no place", () => {
  const layout = layOut({ ...options, negativeSampling: false, pathLength: undefined, subsampling: false });
  const { outputs, aliases, nodes, pathStarts, pathNodes, pathCodes, keep } = layout;
  expect([outputs, aliases, nodes, pathStarts, pathNodes, pathCodes, keep]).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

test("more words than WebAssembly has memory for are refused, with how many would do", () => {
  expect(() => layOut({ ...options, words: 3_000_000, size: 300 })).toThrow(
    /3000000 words of size 300 need 10\.\d GiB to train, more than the 4 GiB .* maxVocab of 1\d{6}, or a smaller size/,
  );
});
