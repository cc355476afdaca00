import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { softmaxRow } from "../../src/distill/metrics.js";
import { distill } from "../../src/run/distill.js";
import {
  drawnScheme,
  predict,
  readEvents,
  runFiles,
  type Metrics,
  type Recipe,
  type RunEvent,
  type RunFolder,
} from "../../src/run/index.js";
import { decodeSafetensors, RecipeError } from "../../src/tensor/index.js";
import { filesOf, resolve, scratch, tiny, weightsOf, writePictures } from "./tiny.js";

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "limbeck-schemes-"));
  await writePictures(data);
  return () => rm(data, { recursive: true });
});
beforeEach(async () => {
  process.env["LIMBECK_CACHE"] = await scratch(); // outputs are computed anew in each test, and so told of
});

interface Ran {
  readonly folder: RunFolder;
  readonly metrics: Metrics;
  readonly events: RunEvent[];
}

async function run(changes: Partial<Recipe>): Promise<Ran> {
  const folder = { path: await scratch() };
  const metrics = await distill(resolve({ ...tiny, ...changes } as Recipe, data), { folder });
  return { folder, metrics, events: await readEvents(runFiles.events(folder)) };
}

/** What happened, in order: whose outputs were computed to learn from, and who was trained. */
function story(events: readonly RunEvent[]): string[] {
  const told = events.flatMap(({ stage, network }) =>
    network === undefined ? [] : stage === "outputs" ? [`outputs of ${network}`] : stage === "train" ? [network] : [],
  );
  return told.filter((line, i) => line !== told[i - 1]);
}

const learningOf = (changes: Partial<Recipe>) => {
  const { stages, networks, ensembles } = drawnScheme(resolve({ ...tiny, ...changes } as Recipe, data));
  const arrows = stages.map(({ main, learn }) => ({
    main,
    learn: Object.fromEntries(
      Object.entries(learn).map(([name, { alpha, learns }]) => [
        name,
        { alpha, learns: learns.map(({ name: objective, from, weight }) => [objective, from, weight]) },
      ]),
    ),
  }));
  return { arrows, networks, ensembles };
};

test("born again: each generation learns from the one before it, the baseline first, the student last", async () => {
  const method = [{ name: "born-again", generations: 3 }];
  const { events, metrics, folder } = await run({ method });
  expect(story(events)).toEqual([
    "baseline",
    "outputs of baseline",
    "generation-1",
    "outputs of generation-1",
    "generation-2",
    "outputs of generation-2",
    "student",
  ]);
  expect(metrics.models.teacher).toBeUndefined();
  expect(metrics.agreement).toBeUndefined();
  const files = (await filesOf(folder)).filter((file) => file.endsWith("model.json"));
  expect(files).toEqual([
    "baseline/model.json",
    "networks/generation-1/model.json",
    "networks/generation-2/model.json",
    "student/model.json",
  ]);
  // Each begins anew: no two generations end alike.
  expect(new Set(Object.values(await weightsOf(folder))).size).toBe(4);
  const { arrows } = learningOf({ method });
  expect(arrows.map(({ learn }) => learn)).toEqual([
    { "generation-1": { alpha: 1, learns: [["born-again", ["baseline"], 1]] } },
    { "generation-2": { alpha: 1, learns: [["born-again", ["generation-1"], 1]] } },
    { student: { alpha: 1, learns: [["born-again", ["generation-2"], 1]] } },
  ]);
});

test("born again: the ensemble's figures are those of the generations' averaged probabilities", async () => {
  const { folder, metrics } = await run({ method: "born-again" });
  const labels = [...(await readFile(join(data, "test-labels"))).subarray(8)];
  let errors = 0;
  for (const [index, label] of labels.entries()) {
    const rows = await Promise.all(
      ["generation-1", "student"].map(async (network) => {
        const [answer] = await predict(folder.path, { network, index });
        return [...softmaxRow(Object.values(answer!.probabilities).map(Math.log))];
      }),
    );
    const mean = rows[0]!.map((p, c) => (p + rows[1]![c]!) / 2);
    if (mean.indexOf(Math.max(...mean)) !== label) errors++;
  }
  expect(metrics.ensembles).toMatchObject({ generations: { errors } });
});

test("an assistant lies between teacher and student, learns from the one and teaches the other", async () => {
  const { events, folder, metrics } = await run({ method: "assistant" });
  expect(story(events)).toEqual([
    "teacher",
    "baseline",
    "outputs of teacher",
    "assistant",
    "outputs of assistant",
    "student",
  ]);
  const facts = JSON.parse(await readFile(runFiles.modelFacts(folder, "assistant"), "utf8")) as { model: object };
  expect(facts.model).toMatchObject({ model: "mlp", hidden: [12] }); // 12 = √(24 · 6)
  expect(Object.keys(metrics.models)).toEqual(["teacher", "baseline", "assistant", "student"]);
  expect(Object.keys(metrics.seconds)).toEqual(["teacher", "baseline", "assistant", "student", "total"]);
});

test("two assistants are of equal ratios, and further methods teach the student from the last one", () => {
  const { arrows, networks } = learningOf({ method: [{ name: "assistant", assistants: 2 }, "logit-mse"] });
  expect(networks).toEqual({
    "assistant-1": { between: ["teacher", "student"], share: 1 / 3 },
    "assistant-2": { between: ["teacher", "student"], share: 2 / 3 },
  });
  expect(arrows.map(({ learn }) => Object.entries(learn)[0])).toMatchObject([
    ["assistant-1", { learns: [["assistant", ["teacher"], 0.9]] }],
    ["assistant-2", { learns: [["assistant", ["assistant-1"], 0.9]] }],
    [
      "student",
      {
        learns: [
          ["assistant", ["assistant-2"], 0.9],
          ["logit-mse", ["assistant-2"], 0.9],
        ],
      },
    ],
  ]);
});

test("mean teacher: a learner learns from the average of itself, and the average is kept", async () => {
  const { events, folder } = await run({ method: "mean-teacher" });
  expect(story(events)).toEqual(["baseline", "student"]);
  const { arrows, networks } = learningOf({ method: "mean-teacher" });
  expect(networks).toEqual({ learner: { like: "student" }, student: { average: "learner", decay: 0.99 } });
  expect(arrows).toMatchObject([
    { main: "student", learn: { learner: { learns: [["mean-teacher", ["student"], { to: 10 }]] } } },
  ]);
  expect(await filesOf(folder)).not.toContain("networks");
});

test("teacher-free methods train no teacher; the student's copy is the baseline", async () => {
  expect(story((await run({ method: "teacher-free-self" })).events)).toEqual([
    "baseline",
    "outputs of baseline",
    "student",
  ]);
  const { teacher: _teacher, ...without } = tiny;
  const folder = { path: await scratch() };
  await distill(resolve({ ...without, method: "teacher-free" }, data), { folder });
  expect(story(await readEvents(runFiles.events(folder)))).toEqual(["baseline", "student"]);
  expect(await readFile(runFiles.report(folder), "utf8")).not.toContain("What the teacher says");
});

test("peers learn in one stage, each from all others", () => {
  const { arrows } = learningOf({ method: [{ name: "dml", peers: 3 }] });
  expect(arrows).toMatchObject([
    {
      main: "student",
      learn: {
        student: { alpha: 1, learns: [["dml", ["peer-2", "peer-3"], 1]] },
        "peer-2": { alpha: 1, learns: [["dml", ["student", "peer-3"], 1]] },
        "peer-3": { alpha: 1, learns: [["dml", ["student", "peer-2"], 1]] },
      },
    },
  ]);
});

test("several teachers are trained one after another, each from its own beginning", async () => {
  const { events, folder } = await run({ method: [{ name: "averaged-teachers", teachers: 2 }] });
  expect(story(events)).toEqual([
    "teacher",
    "teacher-2",
    "baseline",
    "outputs of teacher",
    "outputs of teacher-2",
    "student",
  ]);
  const weights = await weightsOf(folder);
  expect(weights["networks/teacher-2"]).not.toBe(weights["teacher"]);
});

test("exits and branches share the student's lower layers, and are not kept", async () => {
  const student = { model: "mlp" as const, hidden: [12, 10, 8] };
  const byot = learningOf({ student, method: "byot" });
  expect(byot.networks).toEqual({
    "exit-1": { exit: "student", tap: "hidden1" },
    "exit-2": { exit: "student", tap: "hidden2" },
  });
  expect(byot.arrows[0]!.learn).toMatchObject({
    student: { alpha: 1, learns: [] },
    "exit-1": { alpha: 0.9, learns: [["byot", ["student"], 0.1]] },
  });
  const one = learningOf({ student, method: "one" });
  expect(one.networks).toMatchObject({ "branch-2": { branch: "student", tap: "hidden2" } });
  const { folder, metrics } = await run({ student, method: ["byot", "one"] });
  expect(await filesOf(folder)).not.toContain("networks");
  expect(metrics.models.student.parameters).toBe(metrics.models.baseline.parameters);
});

test("SimKD: the student answers through a projector with the teacher's last layer, and all of it counts", async () => {
  const { folder, metrics } = await run({ method: "simkd" });
  const [lower, projector, head] = [64 * 6 + 6, 6 * 12 + 12 * 2 + 12 * 12 + 12 * 2 + 12 * 24 + 24 * 2, 24 * 3 + 3];
  expect(metrics.models.student.parameters).toBe(lower + projector + head);
  const arrays = async (network: string) => {
    const path = runFiles.weights(folder, network);
    return decodeSafetensors(await readFile(path), path).arrays;
  };
  const [student, teacher] = [await arrays("student"), await arrays("teacher")];
  expect(student.get("head.weight")!.data).toEqual(teacher.get("head.weight")!.data);
  expect(student.get("lower.head.weight")).toBeUndefined();
});

test("without data: a generator learns what the teacher is sure of, the student what the teacher says of it", async () => {
  const { arrows, networks } = learningOf({ method: ["dafl", { name: "rkd", weight: 2 }] });
  expect(networks).toEqual({ generator: { generator: "teacher" } });
  expect(arrows).toEqual([
    {
      main: "student",
      learn: {
        student: {
          alpha: 0,
          learns: [
            ["soft-targets", ["teacher"], 1],
            ["rkd", ["teacher"], 2],
          ],
        },
        generator: { alpha: 0, learns: [["dafl", [], 1]] },
      },
    },
  ]);
  const first = await run({ method: "dafl", training: { epochs: 2, keep: "last" } });
  expect(story(first.events)).toEqual(["teacher", "baseline", "student"]);
  expect(await filesOf(first.folder)).not.toContain("networks");
  // The student ends the same where all training pictures are others: it has seen none.
  const elsewhere = await scratch();
  await writePictures(elsewhere, 77);
  const recipe = {
    ...tiny,
    teacher: { run: first.folder.path },
    method: "dafl",
    training: { epochs: 2, keep: "last" },
  };
  const folder = { path: await scratch() };
  await distill(resolve(recipe as Recipe, elsewhere), { folder });
  const [before, after] = [await weightsOf(first.folder), await weightsOf(folder)];
  expect(after["baseline"]).not.toBe(before["baseline"]);
  expect(after["student"]).toBe(before["student"]);
});

describe("a scheme of the recipe's own", () => {
  const scheme = {
    networks: {
      assistant: { model: "mlp", hidden: 12, training: { epochs: 1 } },
      other: { like: "student" },
    },
    stages: [
      { assistant: { learns: [{ name: "soft-targets", from: "teacher" }] } },
      {
        student: {
          alpha: 0.5,
          learns: [
            { name: "soft-targets", from: "assistant" },
            { name: "dml", from: ["other"] },
          ],
        },
        other: { learns: [{ name: "soft-targets", from: "student", temperature: 2 }] },
      },
    ],
  } satisfies Recipe["scheme"];

  test("is carried out as it is written", async () => {
    const { events, metrics } = await run({ scheme });
    expect(story(events)).toEqual([
      "teacher",
      "baseline",
      "outputs of teacher",
      "assistant",
      "outputs of assistant",
      "student",
    ]);
    expect(metrics.models["assistant"]!.last.epoch).toBe(1);
  });

  test("a teacher of another run takes part", async () => {
    const first = await run({});
    const { events } = await run({
      seed: 1, // another teacher of its own, and other training samples: no outputs are at hand
      scheme: {
        networks: { second: { run: first.folder.path } },
        stages: [{ student: { learns: [{ name: "averaged-teachers", from: ["teacher", "second"] }] } }],
      },
    });
    expect(story(events)).toEqual(["teacher", "baseline", "outputs of teacher", "outputs of second", "student"]);
  });

  const refused = (changes: object, message: RegExp): void => {
    const resolved = () => resolve({ ...tiny, ...changes } as Recipe, data);
    expect(resolved).toThrow(RecipeError);
    expect(resolved).toThrow(message);
  };
  const learns = (from: string | string[], name = "soft-targets") => ({ learns: [{ name, from }] });
  const like = { like: "student" };

  test.each([
    ["with method beside it", { method: "dkd", scheme }, /method and scheme exclude each other/],
    [
      "a circle of frozen networks",
      { scheme: { networks: { a: like }, stages: [{ a: learns("student") }, { student: learns("a") }] } },
      /in stage 1 a learns from student, which itself learns only in stage 2: nothing could begin/,
    ],
    [
      "a network that learns twice",
      {
        scheme: {
          networks: { a: like },
          stages: [{ a: learns("teacher") }, { a: learns("teacher"), student: learns("a") }],
        },
      },
      /a learns in stage 1 and again in stage 2\./,
    ],
    [
      "an arrow from nowhere",
      { scheme: { stages: [{ student: learns("tutor") }] } },
      /student learns from "tutor", which is no network of it\. Known: teacher, student, baseline\./,
    ],
    [
      "a learner from nowhere",
      { scheme: { stages: [{ pupil: learns("teacher") }] } },
      /stage 1 teaches "pupil", which is no/,
    ],
    [
      "the baseline",
      { scheme: { stages: [{ baseline: learns("teacher") }] } },
      /the baseline learns from labels alone/,
    ],
    ["itself", { scheme: { stages: [{ student: learns("student") }] } }, /student learns from itself/],
    [
      "no student in the end",
      { scheme: { networks: { a: like }, stages: [{ student: learns("teacher") }, { a: learns("student") }] } },
      /its last stage must be the student's/,
    ],
    [
      "weights that are all 0",
      { alpha: 0, method: [{ name: "soft-targets", weight: 0 }] },
      /weights of soft-targets are all 0/,
    ],
    [
      "an unknown objective",
      { scheme: { stages: [{ student: learns("teacher", "dkdd") }] } },
      /objective "dkdd"\. Did you mean "dkd"/,
    ],
    [
      "a generator whose judge learns beside it",
      {
        scheme: {
          networks: { maker: { generator: "student" } },
          stages: [{ maker: learns([], "dafl"), student: learns("teacher") }],
        },
      },
      /maker makes samples that student is sure of, so student must be trained in a stage before/,
    ],
    [
      "what a generator says",
      {
        scheme: {
          networks: { maker: { generator: "teacher" } },
          stages: [{ maker: learns([], "dafl"), student: learns("maker") }],
        },
      },
      /student learns from maker, which makes samples and says nothing of them/,
    ],
    ["no teacher", { teacher: undefined }, /teacher: missing, and the student learns from it/],
    ["exits of one layer", { method: "byot" }, /byot needs a student with inner layers.* this one has only hidden1/],
  ])("%s is refused", (_, changes, message) => {
    refused(changes, message);
  });

  test.each([
    [
      "a tap that does not exist",
      { method: [{ name: "hint", taps: "hiden1" }] },
      /no tap "hiden1"\. Did you mean "hidden1"/,
    ],
    ["maps of an mlp", { method: "nst" }, /nst compares maps .* The student has hidden1 \[batch, 6\]/],
    [
      "a batch that is too small",
      { method: "rkd", training: { batchSize: 2 } },
      /rkd compares at least 3 samples .* Set it to 3/,
    ],
    [
      "a size between an mlp and a cnn",
      { teacher: { model: "cnn", hidden: 4 }, method: "assistant" },
      /assistant is to be of a size between two networks, but they are cnn and mlp/,
    ],
    [
      "an average of what learns elsewhere",
      {
        scheme: {
          networks: { a: like, slow: { average: "a" } },
          stages: [{ a: learns("teacher") }, { student: learns("slow") }],
        },
      },
      /slow follows a, which does not learn in the same stage/,
    ],
    [
      "labels of samples that are made",
      { method: ["dafl", "dkd"] },
      /dkd needs labels, and a generator's samples have none/,
    ],
    [
      "pairs of samples that are made",
      { method: ["dafl", "cs-kd"] },
      /student-pair is shown pairs of data, and a generator makes the samples/,
    ],
    [
      "several teachers for one",
      { scheme: { networks: { a: like }, stages: [{ student: learns(["teacher", "a"], "dkd") }] } },
      /dkd needs one teacher, and its arrow comes from 2/,
    ],
  ])("%s is refused before anything is trained", async (_, changes, message) => {
    const folder = { path: await scratch() };
    const begun = distill(resolve({ ...tiny, ...changes } as Recipe, data), { folder });
    await expect(begun).rejects.toThrow(message);
    expect(await filesOf(folder)).not.toContain("checkpoints/teacher.safetensors");
  });
});
