import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { distill, type DistillOptions } from "../../src/run/distill.js";
import { readEvents, runFiles, type Metrics, type Recipe, type RunEvent, type RunFolder } from "../../src/run/index.js";
import { filesOf, resolve, scratch, tiny, weightsOf, withoutTimes, writePictures } from "./tiny.js";

let data: string;
beforeEach(async () => {
  data = await scratch();
  await writePictures(data);
  process.env["LIMBECK_CACHE"] = join(data, "cache");
});

const recipe: Recipe = { ...tiny, student: { model: "mlp", hidden: [6], dropout: 0.2 } };
const run = (folder: RunFolder, options: Partial<DistillOptions> = {}): Promise<Metrics> =>
  distill(resolve(recipe, data), { folder, resume: true, ...options });
const makeFolder = async (name: string): Promise<RunFolder> => {
  await mkdir(join(data, name));
  return { path: join(data, name) };
};
const isEpoch = ({ validationAccuracy }: RunEvent): boolean => validationAccuracy !== undefined;
/** Comes once in every run, whatever the clock says. */
const isMemorable = (event: RunEvent): boolean => isEpoch(event) || event.stage !== "train";
const logOf = async (folder: RunFolder): Promise<string[]> =>
  (await readEvents(runFiles.events(folder)))
    .filter((event) => isEpoch(event) || event.stage === "done")
    .map(({ stage, network, epoch, loss }) => `${stage} ${network} ${epoch} ${loss}`);

test(
  "broken off without a checkpoint after any event, a run goes on to the same end",
  { timeout: 120_000 },
  async () => {
    const unbroken = await makeFolder("unbroken");
    const events: RunEvent[] = [];
    const metrics = withoutTimes(await run(unbroken, { onEvent: (event) => events.push(event) }));
    const [weights, files, log] = [await weightsOf(unbroken), await filesOf(unbroken), await logOf(unbroken)];
    expect(log).toHaveLength(7);
    const memorable = events.filter(isMemorable);
    expect(memorable.length).toBeGreaterThanOrEqual(10);
    for (const last of memorable.keys()) {
      const folder = await makeFolder(`after-${last}`);
      let seen = -1;
      const onEvent = (event: RunEvent) => {
        if (isMemorable(event) && ++seen === last) throw new Error("gone");
      };
      await rm(join(data, "cache"), { recursive: true, force: true });
      await expect(run(folder, { onEvent })).rejects.toThrow("gone");
      expect(withoutTimes(await run(folder)), `after event ${last}`).toEqual(metrics);
      expect(await weightsOf(folder)).toEqual(weights);
      expect(await filesOf(folder)).toEqual(files);
      // The last event of a run that is broken off after it comes again: it tells nothing of training.
      expect([...new Set(await logOf(folder))]).toEqual(log);
      expect((await logOf(folder)).filter((line) => line.startsWith("train"))).toEqual(log.slice(0, -1));
    }
  },
);

test("what a kill leaves of a write is removed", async () => {
  const folder = await makeFolder("run");
  const stop = new AbortController();
  const onEvent = ({ network }: RunEvent): void => {
    if (network === "baseline") stop.abort(new Error("stopped"));
  };
  await expect(run(folder, { signal: stop.signal, onEvent })).rejects.toThrow("stopped");
  for (const place of ["", "checkpoints", "teacher"]) {
    await mkdir(join(folder.path, place), { recursive: true });
    await writeFile(join(folder.path, place, "model.onnx.123-4.tmp"), "half");
  }
  await run(folder);
  expect((await readdir(folder.path, { recursive: true })).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("an abort is heard before the first step, and after the teacher's outputs", async () => {
  const folder = await makeFolder("run");
  const reason = AbortSignal.abort(new Error("at once"));
  await expect(run(folder, { signal: reason })).rejects.toThrow("at once");
  expect(await filesOf(folder)).toContain("checkpoints/teacher.safetensors");
  const stop = new AbortController();
  const onEvent = ({ stage }: RunEvent): void => {
    if (stage === "outputs") stop.abort(new Error("in between"));
  };
  const stopped = run(folder, { signal: stop.signal, onEvent });
  await expect(stopped).rejects.toThrow("in between");
  await run(folder);
});
