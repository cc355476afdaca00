import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { Dataset, Prepare } from "../../src/data/index.js";
import type { Predictor } from "../../src/distill/predict-logits.js";
import { teacherOutputs, type TeacherOutputsOptions } from "../../src/run/teacher-outputs.js";
import { scratch } from "./tiny.js";

let cache: string;
let computed: number;
beforeEach(async () => {
  cache = await scratch();
  process.env["LIMBECK_CACHE"] = cache;
  computed = 0;
});

const dataset: Dataset = {
  inputs: Uint8Array.of(1, 2, 3),
  shape: [1],
  labels: Int32Array.of(0, 1, 0),
  classes: ["a", "b"],
  files: [],
};
const prepare: Prepare = (_, indices) => Float32Array.from(indices);
const answer = Float32Array.of(0.5, -1, 2, 3, 4.25, 5);
const predictor: Predictor = {
  batch: () => Promise.resolve(answer),
  dataset: () => (computed++, Promise.resolve(answer)),
  dispose: () => Promise.resolve(),
};
const options: TeacherOutputsOptions = {
  predictor: () => Promise.resolve(predictor),
  teacher: "abc",
  dataset,
  prepare,
  inputs: ["scale", [], []],
};
const ask = (changes: Partial<TeacherOutputsOptions> = {}) => teacherOutputs({ ...options, ...changes });
const files = () => readdir(join(cache, "teacher-outputs"));

test("outputs are computed once and then read from the disk", async () => {
  expect(await ask()).toEqual(answer);
  expect(await ask()).toEqual(answer);
  expect(computed).toBe(1);
  expect(await files()).toHaveLength(1);
});

test.each<[string, Partial<TeacherOutputsOptions>]>([
  ["another teacher", { teacher: "abd" }],
  ["other inputs", { dataset: { ...dataset, inputs: Uint8Array.of(1, 2, 4) } }],
  ["other labels", { dataset: { ...dataset, labels: Int32Array.of(0, 1, 1) } }],
  ["the same bytes in another shape", { dataset: { ...dataset, shape: [1, 1] } }],
  ["another preparation", { inputs: ["standard", [], []] }],
  ["another augmentation", { inputs: ["scale", [{ name: "flip" }], []] }],
  ["another variant of it", { inputs: ["scale", [], [0, 1]] }],
])("%s has another key", async (_what, changes) => {
  await ask();
  await ask(changes);
  expect(computed).toBe(2);
  expect(await files()).toHaveLength(2);
});

test.each(["", "nonsense", "\u0010\0\0\0\0\0\0\0{}"])(
  "a damaged cache file costs time, no more: %j",
  async (content) => {
    await ask();
    const [name] = await files();
    await writeFile(join(cache, "teacher-outputs", name!), content);
    expect(await ask()).toEqual(answer);
    expect(await ask()).toEqual(answer);
    expect(computed).toBe(2);
  },
);

test("so does a cache that cannot be written", async () => {
  process.env["LIMBECK_CACHE"] = join(cache, "a-file");
  await writeFile(join(cache, "a-file"), "");
  expect(await ask()).toEqual(answer);
  expect(await ask()).toEqual(answer);
  expect(computed).toBe(2);
});
