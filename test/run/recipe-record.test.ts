import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  checkSameRecipe,
  readRecipeRecord,
  resolveRecipe,
  runFiles,
  writeRecipeRecord,
  type Recipe,
  type RunFolder,
} from "../../src/run/index.js";
import { FormatError, RunFolderError } from "../../src/tensor/index.js";

let folder: RunFolder;
beforeEach(async () => (folder = { path: await mkdtemp(join(tmpdir(), "limbeck-record-")) }));
afterEach(() => rm(folder.path, { recursive: true }));

const written: Recipe = {
  name: "digits",
  data: { train: "train.csv" },
  teacher: { model: "mlp", hidden: [800, 800] },
  student: { model: "mlp", hidden: 30 },
};
const facts = { threads: 2, versions: { limbeck: "0.1.0" }, files: [{ path: "/data/train.csv", sha256: "ab" }] };
const resolve = (changes: object = {}, from = "/recipes") =>
  resolveRecipe({ ...written, ...changes }, { source: "x", folder: from });

test("the record holds the resolved recipe and the facts", async () => {
  await writeRecipeRecord(folder, resolve(), facts);
  expect(await readRecipeRecord(folder)).toEqual({ format: 1, ...resolve(), ...facts });
});

test.each([
  ["the same", {}],
  ["a default written out", { training: { epochs: 10 } }],
  ["the number of threads that was chosen", { threads: 2 }],
])("%s goes on", async (_what, changes) => {
  await writeRecipeRecord(folder, resolve(), facts);
  expect(() =>
    checkSameRecipe(resolve(changes, "/elsewhere"), { ...resolve(), ...facts, format: 1 }, folder),
  ).not.toThrow();
});

test("another recipe is refused, and the first paths that differ are named", async () => {
  await writeRecipeRecord(folder, resolve(), facts);
  const record = await readRecipeRecord(folder);
  const check = (changes: object) => () => checkSameRecipe(resolve(changes), record, folder);
  expect(check({ temperature: 8 })).toThrow(RunFolderError);
  expect(check({ temperature: 8 })).toThrow(
    /holds a run of another recipe.*\n {2}method\.0\.temperature: 8, the run has 4\n {2}temperature: 8, the run has 4\nGive the same options/,
  );
  expect(check({ threads: 1 })).toThrow(/\n {2}threads: 1, the run has 2\n/);
  expect(check({ teacher: { model: "mlp", hidden: [800, 400] } })).toThrow(
    /\n {2}teacher\.hidden\.1: 400, the run has 800\n/,
  );
  expect(check({ method: [{ name: "soft-targets" }, { name: "logit-mse" }] })).toThrow(
    /\n {2}method\.1: .*, the run has nothing\n/,
  );
  expect(check({ training: { epochs: 2, batchSize: 3, labelSmoothing: 0.1 } })).toThrow(/… and \d more/);
});

test("a model function that changed is another recipe", async () => {
  const one = resolve({ student: { model: (x: unknown) => x } });
  const other = resolve({ student: { model: (x: unknown) => [x] } });
  await writeRecipeRecord(folder, one, facts);
  const record = await readRecipeRecord(folder);
  expect(() => checkSameRecipe(one, record, folder)).not.toThrow();
  expect(() => checkSameRecipe(other, record, folder)).toThrow(/student\.model: "function model, sha256/);
});

test.each(["{", "null", '{"format":2}'])("what is no record gets a message: %s", async (text) => {
  await writeFile(runFiles.recipe(folder), text);
  await expect(readRecipeRecord(folder)).rejects.toThrow(FormatError);
});
