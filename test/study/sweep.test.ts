import { spawn } from "node:child_process";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readMetrics } from "../../src/run/index.js";
import { parseAxes, readSweepRecord, search, type SearchOptions, type SweepRecord } from "../../src/study/index.js";
import { scratch, tiny, withoutTimes, writePictures } from "../run/tiny.js";

/** A folder with the tiny recipe and its data. */
async function setUp(recipe: object = tiny): Promise<string> {
  const cwd = await scratch();
  await writePictures(cwd);
  await writeFile(join(cwd, "tiny.json"), JSON.stringify(recipe));
  process.env["LIMBECK_CACHE"] = join(cwd, "cache");
  return cwd;
}

const run = (cwd: string, over: readonly string[], options: Partial<SearchOptions> = {}): Promise<SweepRecord> =>
  search({
    recipe: "tiny.json",
    axes: parseAxes(over),
    seeds: [0, 1],
    folder: { path: join(cwd, "s") },
    cwd,
    ...options,
  });

/** The figures of each trial without times. */
const figures = ({ trials }: SweepRecord): Record<string, object> =>
  Object.fromEntries(trials.map(({ id, metrics }) => [id, withoutTimes(metrics!)]));

test("one teacher for all, one baseline for each student and seed, and no trial twice", async () => {
  const cwd = await setUp();
  const record = await run(cwd, ["alpha=0,0.5", "student.hidden=4,6"]);
  expect(record.trials.map(({ state }) => state)).toEqual(Array.from({ length: 8 }, () => "done"));
  expect((await readdir(join(cwd, "s"))).sort()).toEqual([
    "baselines",
    "report.html",
    "sweep.json",
    "teacher",
    "trials",
  ]);
  expect(await readdir(join(cwd, "s", "baselines"))).toHaveLength(4);
  expect(await readdir(join(cwd, "s", "teacher"))).not.toContain("student");
  expect(record.configurations).toHaveLength(4);
  expect(await readSweepRecord({ path: join(cwd, "s") })).toEqual(JSON.parse(JSON.stringify(record)));

  // Trials with the same student and seed have one baseline, the same bytes; all have the one teacher.
  const weights = (id: string, network: string) =>
    readFile(join(cwd, "s", "trials", id, network, "weights.safetensors"));
  const [a, b, c] = ["alpha=0", "alpha=0.5", "alpha=0"].map(
    (one, i) => `${one},student.hidden=4,seed=${i === 2 ? 1 : 0}`,
  );
  expect((await weights(a!, "baseline")).equals(await weights(b!, "baseline"))).toBe(true);
  expect((await weights(a!, "baseline")).equals(await weights(c!, "baseline"))).toBe(false);
  expect((await weights(a!, "teacher")).equals(await weights(c!, "teacher"))).toBe(true);

  // Another value: what is there stays as it is.
  const file = join(cwd, "s", "trials", a!, "metrics.json");
  const before = await stat(file);
  const grown = await run(cwd, ["alpha=0,0.5,1", "student.hidden=4,6"]);
  expect(grown.trials).toHaveLength(12);
  expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
  expect(await readdir(join(cwd, "s", "baselines"))).toHaveLength(4);
  expect(figures(grown)).toMatchObject(figures(record));
  await expect(run(cwd, ["alpha=0"], { set: ["training.epochs=3"] })).rejects.toThrow("holds another sweep");
  await expect(run(cwd, ["alpha=0"], { seeds: [5] })).rejects.toThrow("got first seed 5, it has 0");
}, 60_000);

test("killed at any moment and begun again, a sweep ends with the same figures", async () => {
  const cwd = await setUp();
  const whole = await run(cwd, ["alpha=0,0.5"], { folder: { path: join(cwd, "whole") } });
  const launcher = fileURLToPath(new URL("../../bin/limbeck.js", import.meta.url));
  const args = ["sweep", "tiny.json", "--over", "alpha=0,0.5", "--seeds", "2", "--out", "s", "--resume", "--quiet"];
  let kills = 0;
  for (const ms of [1500, 3000]) {
    const child = spawn(process.execPath, [launcher, ...args], { cwd, stdio: "ignore" });
    setTimeout(() => child.kill("SIGKILL"), ms);
    kills += await new Promise<number>((resolve) => child.on("exit", (code) => resolve(code === null ? 1 : 0)));
    await new Promise((resolve) => setTimeout(resolve, 300)); // its processes see that it is gone, and end
  }
  expect(kills).toBeGreaterThan(0);
  expect(figures(await run(cwd, ["alpha=0,0.5"]))).toEqual(figures(whole));
}, 90_000);

test("a trial that cannot be trained is told, and the others end", async () => {
  const cwd = await setUp({ ...tiny, student: { ...tiny.student, training: { optimizer: { name: "sgd" } } } });
  const record = await run(cwd, ["student.training.optimizer.learningRate=0.1,1e30"], { seeds: [0] });
  expect(record.trials.map(({ state }) => state)).toEqual(["done", "failed"]);
  expect(record.trials[1]!.message).toContain("the loss is NaN");
  expect(record.configurations).toHaveLength(1);
}, 60_000);

test("what is wrong with all trials ends the sweep", async () => {
  const cwd = await setUp();
  await expect(run(cwd, ["student.hiden=4,8"])).rejects.toThrow('Did you mean "hidden"?');
  await expect(run(cwd, ["temperature=4,high"])).rejects.toThrow("temperature");
  await expect(run(cwd, ["alpha=0,1"], { set: ["data.train.images=nowhere"] })).rejects.toThrow("nowhere");
}, 60_000);

test("successive halving trains the better third on", async () => {
  const cwd = await setUp({ ...tiny, training: { ...tiny.training, epochs: 3 } });
  const record = await run(cwd, ["student.hidden=1,2,6"], { halving: true });
  expect(record.configurations).toHaveLength(1);
  expect(record.configurations![0]!.seeds).toEqual([0, 1]);
  const trials = await readdir(join(cwd, "s", "trials"));
  expect(trials.filter((id) => id.includes("student.training.epochs=1,"))).toHaveLength(3);
  const short = await Promise.all(
    ["1", "2", "6"].map(async (hidden) => {
      const id = `student.hidden=${hidden},student.training.epochs=1,seed=0`;
      const metrics = await readMetrics({ path: join(cwd, "s", "trials", id) });
      return { hidden, accuracy: metrics!.models.student.best.validationAccuracy! };
    }),
  );
  const best = short.reduce((first, one) => (one.accuracy > first.accuracy ? one : first));
  expect(record.configurations![0]!.setting).toEqual({ "student.hidden": best.hidden });
}, 60_000);
