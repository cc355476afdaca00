import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockRun } from "../../src/run/run-lock.js";
import { prepareSweepFolder } from "../../src/study/index.js";
import { scratch } from "../run/tiny.js";
import { writeFiles } from "../data/scratch.js";

const prepare = (out: string, { resume = false, force = false } = {}) =>
  prepareSweepFolder({ name: "tiny", out, resume, force });

test("a sweep in the folder is gone on with or thrown away only where that is asked for", async () => {
  const path = await scratch();
  await writeFiles(path, { "sweep.json": "{}", "trials/a/metrics.json": "{}", "run.lock": "1" });
  await expect(prepare(path)).rejects.toThrow("holds a sweep. Go on with it by --resume");
  await expect(prepare(path, { resume: true, force: true })).rejects.toThrow("exclude each other");
  expect(await prepare(path, { resume: true })).toEqual({ path });
  expect(await readdir(path)).toContain("trials");
});

test("--force throws away what a sweep has written, but not while it runs", async () => {
  const path = await scratch();
  await writeFiles(path, { "sweep.json": "{}", "trials/a/metrics.json": "{}" });
  const unlock = await lockRun({ path });
  await expect(prepare(path, { force: true })).rejects.toThrow(`${path} is in use by the process ${process.pid}`);
  expect(await readdir(path)).toContain("trials");
  await unlock();
  expect(await prepare(path, { force: true })).toEqual({ path });
  expect(await readdir(path)).toEqual([]);
});

test("what is no sweep's is left alone", async () => {
  const path = await scratch();
  await writeFile(join(path, "thesis.txt"), "");
  await expect(prepare(path, { force: true })).rejects.toThrow("is no folder of a sweep: it holds thesis.txt.");
  await expect(prepare(join(path, "thesis.txt"))).rejects.toThrow("is a file, and a run needs a folder");
  expect(await readdir(path)).toEqual(["thesis.txt"]);
});
