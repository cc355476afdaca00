import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { tmpdir } from "node:os";
import type { DrawnNetwork } from "../../src/distill/drawing.js";
import { planLoss } from "../../src/distill/loss-plan.js";
import { compilePredictor } from "../../src/distill/predict-logits.js";
import { trainNetwork } from "../../src/distill/train-network.js";
import { ParameterStore } from "../../src/engine/index.js";
import { buildModel } from "../../src/models/index.js";
import { distill, type DistillOptions } from "../../src/run/distill.js";
import { loadRunData } from "../../src/run/run-data.js";
import { readEvents, runFiles, type Metrics, type Recipe, type RunEvent, type RunFolder } from "../../src/run/index.js";
import { Student, type Prediction } from "../../src/student/index.js";
import { decodeSafetensors, OptionError, Random, RunFolderError } from "../../src/tensor/index.js";
import { filesOf, pictures, resolve, scratch, tiny, weightsOf, withoutTimes, writePictures } from "./tiny.js";

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "limbeck-pictures-"));
  await writePictures(data);
  process.env["LIMBECK_CACHE"] = join(data, "cache");
  return () => rm(data, { recursive: true });
});

interface Ran {
  readonly folder: RunFolder;
  readonly metrics: Metrics;
  readonly events: RunEvent[];
}

/** Carries out a variant of the tiny recipe. */
async function run(changes: Partial<Recipe> = {}, options: Partial<DistillOptions> = {}): Promise<Ran> {
  const folder = options.folder ?? { path: await scratch() };
  const metrics = await distill(resolve({ ...tiny, ...changes } as Recipe, data), { folder, ...options });
  return { folder, metrics, events: await readEvents(runFiles.events(folder)) };
}

const numbersOf = async (folder: RunFolder): Promise<number[]> => {
  const path = runFiles.weights(folder, "student");
  return [...decodeSafetensors(await readFile(path), path).arrays.values()].flatMap(({ data }) =>
    [...data].map(Number),
  );
};
async function expectSameStudent(one: Ran, other: Ran, tolerance = 1e-4): Promise<void> {
  expect(await distance(one, other)).toBeLessThan(tolerance);
}
/** The largest difference of two students' weights. */
async function distance(one: Ran, other: Ran): Promise<number> {
  const [a, b] = [await numbersOf(one.folder), await numbersOf(other.folder)];
  return Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));
}

describe("the run folder", () => {
  let tinyRun: Ran;
  beforeAll(async () => {
    const folder = { path: await mkdtemp(join(tmpdir(), "limbeck-run-")) };
    tinyRun = await run({}, { folder });
    return () => rm(folder.path, { recursive: true });
  });

  test("holds what it should, and no more", async () => {
    const network = (name: string) => [name, `${name}/model.json`, `${name}/model.onnx`, `${name}/weights.safetensors`];
    expect(await filesOf(tinyRun.folder)).toEqual(
      [
        ...["recipe.json", "metrics.json", "report.html", "events.jsonl", "checkpoints"],
        ...["teacher", "baseline", "student"].flatMap(network),
        "student/student.limbeck",
      ].sort(),
    );
  });

  test("metrics.json has the figures", async () => {
    const { metrics, folder } = tinyRun;
    expect(JSON.parse(await readFile(runFiles.metrics(folder), "utf8"))).toEqual(metrics);
    const share = expect.closeTo(0.5, -1) as number;
    const number = expect.any(Number) as number;
    const epoch = { epoch: number, validationAccuracy: share };
    const model = {
      test: { accuracy: share, errors: number, macroF1: share, logLoss: number, ece: share },
      best: epoch,
      last: { ...epoch, epoch: 2 },
      latencyMs: { p50: number, p95: number },
      bytes: (await readFile(runFiles.model(folder, "student"))).length,
      parameters: 64 * 6 + 6 + 6 * 3 + 3,
    };
    const { student, teacher } = metrics.models;
    expect(metrics).toMatchObject({
      format: 1,
      recipe: "tiny",
      seed: 0,
      data: { train: 150, validation: 30, test: 60 },
    });
    expect(student).toMatchObject(model);
    expect(metrics.models.baseline).toMatchObject({ ...model, bytes: number });
    expect(teacher!.parameters).toBe(64 * 24 + 24 + 24 * 3 + 3);
    expect(student.test.errors).toBe(Math.round(60 * (1 - student.test.accuracy)));
    expect(metrics.retention).toBeCloseTo(student.test.accuracy / teacher!.test.accuracy, 12);
    expect(metrics.agreement).toBeLessThanOrEqual(1);
    expect(Object.keys(metrics.seconds)).toEqual(["teacher", "baseline", "student", "total"]);
    expect(metrics.seconds["total"]).toBeGreaterThan(metrics.seconds["student"]!);
  });

  test("report.html shows the figures and opens offline", async () => {
    const html = await readFile(runFiles.report(tinyRun.folder), "utf8");
    const { teacher, baseline, student } = tinyRun.metrics.models;
    for (const { test: figures } of [teacher!, baseline, student]) {
      expect(html).toContain(`${(figures.accuracy * 100).toFixed(2)}%`);
    }
    expect(html).not.toMatch(/(src|href)="https?:/);
  });

  test("recipe.json names the data files with their digests", async () => {
    const { files, threads } = JSON.parse(await readFile(runFiles.recipe(tinyRun.folder), "utf8")) as {
      files: { path: string; sha256: string }[];
      threads: number;
    };
    const names = ["train-images", "train-labels", "test-images", "test-labels"];
    expect(files.map(({ path }) => path)).toEqual(names.map((name) => join(data, name)));
    for (const { sha256 } of files) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(threads).toBe(1);
  });

  test("the packaged student gets as many test pictures right as model.onnx", async () => {
    const { folder, metrics } = tinyRun;
    const student = await Student.load(await readFile(runFiles.packaged(folder, "student")));
    const { images, labels } = pictures(60, 1001); // as writePictures has them
    const right = [...labels.subarray(8)].filter((label, i) => {
      const pixels = images.subarray(16 + 64 * i, 16 + 64 * (i + 1));
      return (student.predict([...pixels]) as Prediction).label === String(label);
    });
    expect(right.length / 60).toBe(metrics.models.student.test.accuracy);
  });

  test("model.json says why there is no packaged student", async () => {
    const student = { model: "resnet", depth: 8, width: 0.25 } as const;
    const { folder } = await run({ student, training: { epochs: 1, batchSize: 32 } });
    const facts = JSON.parse(await readFile(runFiles.modelFacts(folder, "student"), "utf8")) as object;
    expect(facts).toMatchObject({
      packaged: "The student runtime does not cover resnet of such samples: use model.onnx.",
      classes: ["0", "1", "2"],
    });
  });

  test("events.jsonl tells each epoch of each network once, in order", () => {
    const epochs = tinyRun.events.filter(({ validationAccuracy }) => validationAccuracy !== undefined);
    expect(epochs.map(({ network, epoch }) => `${network} ${epoch}`)).toEqual(
      ["teacher", "baseline", "student"].flatMap((network) => [`${network} 1`, `${network} 2`]),
    );
    const stages = tinyRun.events.map(({ stage }) => stage);
    expect([...stages.slice(0, 2), stages.at(-1)]).toEqual(["data", "plan", "done"]);
  });

  test("the same seed gives the same bytes and figures, another seed others", async () => {
    const again = await run();
    expect(await weightsOf(again.folder)).toEqual(await weightsOf(tinyRun.folder));
    expect(withoutTimes(again.metrics)).toEqual(withoutTimes(tinyRun.metrics));
    const other = await weightsOf((await run({ seed: 1 })).folder);
    for (const [network, bytes] of Object.entries(await weightsOf(tinyRun.folder))) {
      expect(other[network]).not.toBe(bytes);
    }
  });

  test("a finished run is only read on resume, and refused without", async () => {
    const events = await readFile(runFiles.events(tinyRun.folder), "utf8");
    const { metrics } = await run({}, { folder: tinyRun.folder, resume: true });
    expect(metrics).toEqual(tinyRun.metrics);
    expect(await readFile(runFiles.events(tinyRun.folder), "utf8")).toBe(events);
    await expect(run({}, { folder: tinyRun.folder })).rejects.toThrow(/holds a run\. Resume it/);
  });

  describe("teacher: { run }", () => {
    test("takes an earlier run's teacher, byte by byte, and needs the earlier run no more", async () => {
      const source = tinyRun.folder;
      const { folder, metrics, events } = await run({ teacher: { run: source.path }, training: { epochs: 1 } });
      expect((await weightsOf(folder))["teacher"]).toBe((await weightsOf(source))["teacher"]);
      expect(metrics.models.teacher!.test).toEqual(tinyRun.metrics.models.teacher!.test);
      expect(events.filter(({ stage, network }) => stage === "train" && network === "teacher")).toEqual([]);
    });

    test("its student gets inputs as the teacher did", async () => {
      const changes = { teacher: { run: tinyRun.folder.path }, seed: 9, training: { epochs: 1 } };
      const { folder, metrics } = await run(changes);
      const preparationOf = async (at: RunFolder): Promise<unknown> =>
        (JSON.parse(await readFile(runFiles.modelFacts(at, "student"), "utf8")) as { preparation: unknown })
          .preparation;
      expect(await preparationOf(folder)).toEqual(await preparationOf(tinyRun.folder));
      expect(metrics.models.teacher!.test).toEqual(tinyRun.metrics.models.teacher!.test);
    });

    test("is refused for other classes, and for a run without a trained teacher", async () => {
      const names = { ...tiny.data, classes: ["a", "b", "c"] };
      await expect(run({ data: names, teacher: { run: tinyRun.folder.path } })).rejects.toThrow(
        /teacher\.run: the teacher in .* knows the classes 0, 1, 2 .*, the data has a, b, c of \[1, 8, 8\]/,
      );
      const unfinished = { path: await scratch() };
      await writeFile(runFiles.recipe(unfinished), "{}");
      await expect(run({ teacher: { run: unfinished.path } })).rejects.toThrow(/there is no trained teacher in/);
      const none = run({ teacher: { run: join(data, "nowhere") } });
      await expect(none).rejects.toThrow(RunFolderError);
    });
  });
});

test("baseline and student differ by the loss alone: with alpha = 1 they end the same", async () => {
  const { folder } = await run({
    alpha: 1,
    data: { ...tiny.data, augment: ["jitter"] },
    student: { model: "mlp", hidden: [6], dropout: 0.2 },
  });
  const { baseline, student } = await weightsOf(folder);
  expect(student).toBe(baseline);
});

describe("what the student learns from", () => {
  const teacher = { model: "resnet", width: 0.25, training: { epochs: 1 } } as const;
  const augmented = { teacher, data: { ...tiny.data, augment: ["jitter"] } };
  const outputs = ({ events }: Ran): number[] => events.filter(({ stage }) => stage === "outputs").map((e) => e.steps!);

  test("a live teacher and its cached outputs make the same student", async () => {
    const live = await run({ teacher, cache: { teacher: "live" } });
    const cached = await run({ teacher });
    expect([outputs(live), outputs(cached)]).toEqual([[], [150]]);
    await expectSameStudent(live, cached);
    expect((await weightsOf(live.folder))["teacher"]).toBe((await weightsOf(cached.folder))["teacher"]);
    expect(live.metrics.models.teacher!.test).toEqual(cached.metrics.models.teacher!.test);
    const again = await run({ teacher });
    expect(outputs(again)).toEqual([]);
    expect((await weightsOf(again.folder))["student"]).toBe((await weightsOf(cached.folder))["student"]);
  });

  test("under augmentation the teacher runs in each step, or K augmentations are fixed and cached", async () => {
    const always = await run(augmented);
    expect(outputs(always)).toEqual([]);
    const cycled = { ...augmented, training: { epochs: 3, batchSize: 32 } };
    const cached = await run({ ...cycled, cache: { augmentations: 2 } });
    expect(outputs(cached)).toEqual([300, 300]); // samples of both variants
    await expectSameStudent(cached, await run({ ...cycled, cache: { augmentations: 2, teacher: "live" } }));
    expect(await distance(cached, await run({ ...cycled, cache: { augmentations: 1 } }))).toBeGreaterThan(1e-3);
  });

  test("outputs that differ in each epoch cannot be cached", async () => {
    const refused = run({ ...augmented, cache: { teacher: "disk" } });
    await expect(refused).rejects.toThrow(OptionError);
    await expect(refused).rejects.toThrow(/Set cache\.augmentations/);
  });

  test("a live teacher sees the very picture that the student sees", async () => {
    const recipe = resolve({ ...tiny, data: { ...tiny.data, augment: ["jitter"] } }, data);
    const { train, validation, prepare, prepareTraining } = await loadRunData(recipe);
    const context = { inputShape: train.shape, classes: 3 };
    const prepareEpoch = prepareTraining(recipe.student);
    const store = new ParameterStore();
    const fixed = buildModel({ model: "mlp", hidden: [5] }, { ...context, random: new Random(8) });
    const predictor = await compilePredictor(fixed, train.shape, { store });
    onTestFinished(() => predictor.dispose());
    const learnt = async (teacher: DrawnNetwork): Promise<Float32Array> => {
      const classifier = buildModel({ model: "mlp", hidden: [4] }, { ...context, random: new Random(2) });
      const loss = planLoss({ alpha: 0, method: [{ name: "logit-mse" }] });
      await trainNetwork({
        drawing: { main: "student", networks: { teacher, student: { kind: "learning", classifier, loss } } },
        train,
        validation,
        prepareTraining: prepareEpoch,
        prepareEvaluation: prepare,
        settings: { ...recipe.student.training, keep: "last" },
        seed: 4,
        program: { store },
      });
      return store.get(classifier.module.parameters()[0]!).slice();
    };
    const epochs: Float32Array[] = [];
    for (const epoch of [0, 1]) epochs.push(await predictor.dataset(train, prepareEpoch(epoch)));
    const plain = await predictor.dataset(train, prepare);
    const live = await learnt({ kind: "frozen", classifier: fixed });
    const same = await learnt({ kind: "fed", logits: (epoch) => epochs[epoch]! });
    const other = await learnt({ kind: "fed", logits: () => plain });
    const apart = (weights: Float32Array) => Math.max(...weights.map((x, i) => Math.abs(x - live[i]!)));
    expect(apart(same)).toBeLessThan(1e-4);
    expect(apart(other)).toBeGreaterThan(1e-3);
  });
});
