import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DataError, OptionError } from "../../../src/tensor/index.js";
import { shortestFloat32 } from "../../../src/words/formats/shortest-float32.js";
import { KeyedVectors, type SaveOptions } from "../../../src/words/index.js";
import { folderOf } from "../../data/scratch.js";
import { gensimFiles, pathOf } from "./files.js";
import { rowsOf } from "./load.js";
import { counts, numbers, small, smallInt8, words } from "./samples.js";

async function saved(vectors: KeyedVectors, name: string, options?: SaveOptions): Promise<KeyedVectors> {
  const folder = await folderOf({});
  await vectors.save(join(folder, name), options);
  expect(await readdir(folder)).toEqual([name]);
  return KeyedVectors.load(join(folder, name));
}

test.each([
  ["v.bin", undefined, false],
  ["v.bin.gz", undefined, false],
  ["v.txt", undefined, false],
  ["v.vec", undefined, false],
  ["v.txt.gz", undefined, false],
  ["v.safetensors", undefined, true],
  ["v.any", "glove", false],
  ["v.any.gz", "safetensors", true],
] as const)("saved as %s (%s), they are the same to the bit", async (name, format, keepsCounts) => {
  const loaded = await saved(small(), name, { format });
  expect([...loaded.words]).toEqual(words);
  expect(rowsOf(loaded).flat()).toEqual([...numbers]);
  expect(loaded.counts && [...loaded.counts]).toEqual(keepsCounts ? counts : undefined);
});

test("int8 vectors stay int8 in safetensors, and become float32 elsewhere", async () => {
  const own = rowsOf(smallInt8());
  const loaded = await saved(small(), "v.safetensors", { dtype: "int8" });
  expect(loaded.rows.dtype).toBe("int8");
  expect(rowsOf(loaded)).toEqual(own);
  expect(rowsOf(await saved(loaded, "v.bin"))).toEqual(own);
  expect((await saved(loaded, "v.safetensors", { dtype: "float32" })).rows.dtype).toBe("float32");
});

test("vectors of parts of words are kept in safetensors", async () => {
  const loaded = await saved(await KeyedVectors.load(pathOf("fasttext.bin")), "v.safetensors");
  const { unseen } = gensimFiles.find(({ file }) => file === "fasttext.bin")!;
  for (const { word, vector } of unseen) {
    vector.forEach((x, i) => expect(loaded.getVector(word)[i]!).toBeCloseTo(x, 7));
  }
});

test("gensim reads the same bytes that it writes", async () => {
  const folder = await folderOf({});
  for (const name of ["word2vec.bin", "word2vec.txt"]) {
    await (await KeyedVectors.load(pathOf(name))).save(join(folder, name));
  }
  expect(await readFile(join(folder, "word2vec.bin"))).toEqual(await readFile(pathOf("word2vec.bin")));
  const numbersOf = (text: string) => text.split(/\s/).map((field) => Number(field) || field);
  expect(numbersOf(await readFile(join(folder, "word2vec.txt"), "utf8"))).toEqual(
    numbersOf(await readFile(pathOf("word2vec.txt"), "utf8")),
  );
});

test.each([
  ["v.bin", {}, DataError, /The word "new york" holds a blank/],
  ["v.txt.gz", {}, DataError, /The word "new york" holds a blank/],
  ["v.unknown", {}, OptionError, /v\.unknown: its name tells no format.*\.bin.*word2vec-text/],
  ["v.bin", { dtype: "int8" }, OptionError, /int8 vectors are saved as safetensors/],
] as const)("%s with %j is refused, and the old file stays", async (name, options, kind, message) => {
  const folder = await folderOf({});
  await writeFile(join(folder, name), "old");
  const vectors = new KeyedVectors({ words: ["a", "new york"], vectors: Float32Array.of(1, 2), size: 1 });
  const saving = vectors.save(join(folder, name), options);
  await expect(saving).rejects.toThrow(kind);
  await expect(saving).rejects.toThrow(message);
  expect(await readdir(folder)).toEqual([name]);
  expect(await readFile(join(folder, name), "utf8")).toBe("old");
});

test("the shortest number is read as the same float32, and none that is shorter is", () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (x) => {
      const text = shortestFloat32(x);
      expect(Math.fround(Number(text))).toBe(x === 0 ? 0 : x);
      const digits = text.replace(/e.*/, "").replaceAll(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "").length;
      if (digits > 6) expect(Math.fround(Number(x.toPrecision(digits - 1)))).not.toBe(x);
    }),
  );
});
