import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { objectives } from "../../src/distill/objectives.js";
import { distill } from "../../src/run/distill.js";
import { readEvents, runFiles, type Recipe, type RunEvent } from "../../src/run/index.js";
import { resolve, scratch, tiny, weightsOf, withoutTimes, writePictures } from "./tiny.js";

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "limbeck-methods-"));
  await writePictures(data);
  process.env["LIMBECK_CACHE"] = join(data, "cache");
  return () => rm(data, { recursive: true });
});

/** Small enough for one step in milliseconds; an option of each that keeps a step small. */
const small: Readonly<Record<string, Readonly<Record<string, number>>>> = { crd: { negatives: 32, width: 8 } };

/** Networks of maps, where a method compares maps; else two layers of units. */
const recipeOf = (name: string, isOfMaps: boolean): Recipe => ({
  ...tiny,
  teacher: isOfMaps ? { model: "cnn", hidden: [4, 6] } : { model: "mlp", hidden: [16, 12] },
  student: isOfMaps ? { model: "cnn", hidden: [3, 4] } : { model: "mlp", hidden: [12, 8], dropout: 0.2 },
  method: [{ name, ...small[name] }],
  training: { epochs: 2, batchSize: 32, optimizer: { name: "sgd", learningRate: 0.02, momentum: 0.9 } },
});

/** Those of sequences need networks that read texts. */
const ofImages = objectives.filter(({ needs }) => needs.taps?.kinds.every((kind) => kind === "sequence") !== true);

describe("every method runs on a recipe by its name, and goes on where it was broken off", () => {
  test.each(ofImages.map((objective) => [objective.name, objective] as const))("%s", async (name, { needs }) => {
    const isOfMaps = needs.taps?.kinds.every((kind) => kind === "map") ?? false;
    const recipe = resolve(recipeOf(name, isOfMaps), data);
    const unbroken = { path: await scratch() };
    const metrics = await distill(recipe, { folder: unbroken });
    const events = await readEvents(runFiles.events(unbroken));
    for (const { loss } of events) if (loss !== undefined) expect(Number.isFinite(loss)).toBe(true);
    expect(metrics.models.student.test.accuracy).toBeGreaterThan(0.2);

    const broken = { path: await scratch() };
    const stop = new AbortController();
    const onEvent = ({ network, step }: RunEvent): void => {
      if (network === "student" && step === 1) stop.abort(new Error("stopped")); // in the middle of its first epoch
    };
    await expect(distill(recipe, { folder: broken, signal: stop.signal, onEvent })).rejects.toThrow("stopped");
    expect(withoutTimes(await distill(recipe, { folder: broken, resume: true }))).toEqual(withoutTimes(metrics));
    expect(await weightsOf(broken)).toEqual(await weightsOf(unbroken));
  });
});
