import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readEvents, readMetrics, runFiles, type Recipe, type RunFolder } from "../../src/run/index.js";
import { Random } from "../../src/tensor/index.js";
import { filesOf, scratch, tiny, weightsOf, withoutTimes, writePictures } from "./tiny.js";

const kills = Number(process.env["LIMBECK_KILLS"] ?? 3);
const seed = Number(process.env["LIMBECK_KILL_SEED"] ?? 1);
const child = fileURLToPath(new URL("./kill-child.ts", import.meta.url));

/** All that has a state: dropout, batch norm, augmentation, momentum, Adam, a schedule, a best epoch that is kept. */
const recipe: Recipe = {
  ...tiny,
  data: { ...tiny.data, augment: ["jitter"] },
  teacher: {
    model: "resnet",
    width: 0.25,
    training: { epochs: 3, optimizer: { name: "sgd", learningRate: 0.05, momentum: 0.9 } },
  },
  student: { model: "mlp", hidden: [32, 16], dropout: 0.3, inputDropout: 0.1 },
  training: { epochs: 6, batchSize: 8, optimizer: { name: "adam", learningRate: 3e-3 }, clipNorm: 5 },
};

interface Ending {
  readonly code: number | null;
  readonly stderr: string;
  /** From the moment that training began. */
  readonly ms: number;
}

/** Runs, or goes on, and sends a signal so many milliseconds after its start, or after it told of the stage `at`. */
function run(source: string, out: string, signal?: { name: NodeJS.Signals; at: string; afterMs: number }) {
  const process_ = spawn(process.execPath, ["--import", "tsx", child, source, out]);
  let [said, stderr, began] = ["", "", performance.now()];
  let armed = false;
  if (signal?.at === "start") setTimeout(() => process_.kill(signal.name), signal.afterMs);
  process_.stdout.on("data", (chunk: Buffer) => {
    if (!said.includes("plan")) began = performance.now();
    said += chunk.toString();
    if (signal && !armed && said.includes(signal.at)) {
      armed = true;
      setTimeout(() => process_.kill(signal.name), signal.afterMs);
    }
  });
  process_.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise<Ending>((resolve) => {
    process_.on("close", (code) => {
      resolve({ code, stderr, ms: performance.now() - began });
    });
  });
}

/** What must be the same however often a run was broken off. */
async function outcome(folder: RunFolder): Promise<object> {
  const events = await readEvents(runFiles.events(folder));
  const epochs = events.filter(({ validationAccuracy }) => validationAccuracy !== undefined);
  return {
    weights: await weightsOf(folder),
    metrics: withoutTimes((await readMetrics(folder))!),
    files: await filesOf(folder),
    epochs: epochs.map(({ network, epoch, loss, validationLoss }) => ({ network, epoch, loss, validationLoss })),
  };
}

test(`a run killed at ${kills} random moments and resumed ends as an unbroken one`, { timeout: 900_000 }, async () => {
  const folder = await scratch();
  await writePictures(folder);
  const source = join(folder, "recipe.json");
  await writeFile(source, JSON.stringify(recipe));
  const unbroken = await run(source, join(folder, "unbroken"));
  expect(unbroken).toMatchObject({ code: 0, stderr: "" });
  const expected = await outcome({ path: join(folder, "unbroken") });
  expect(expected).toMatchObject({ epochs: { length: 3 + 6 + 6 } });

  const random = new Random(seed);
  let killed = 0;
  for (let round = 0; killed < kills; round++) {
    const out = join(folder, `broken-${round}`);
    for (let left = kills - killed; ; left--) {
      const at = random.next() < 0.2 ? "start" : "plan";
      const latest = at === "start" ? 3000 : (2 * unbroken.ms) / kills;
      const signal = { name: "SIGKILL", at, afterMs: random.next() * latest } as const;
      const { code, stderr } = await run(source, out, left > 0 ? signal : undefined);
      expect(stderr).toBe("");
      if (code === 0) break;
      killed++;
    }
    expect(await outcome({ path: out })).toEqual(expected);
  }
});

test("Ctrl-C in the middle of an epoch saves, and the run goes on from there", { timeout: 60_000 }, async () => {
  const folder = await scratch();
  await writePictures(folder);
  const source = join(folder, "recipe.json");
  const out = { path: join(folder, "out") };
  const long: Recipe = { ...tiny, training: { epochs: 3, batchSize: 2 } };
  await writeFile(source, JSON.stringify(long));
  expect((await run(source, join(folder, "unbroken"))).code).toBe(0);
  const { code, stderr } = await run(source, out.path, { name: "SIGINT", at: "train", afterMs: 0 });
  expect(code).toBe(1);
  expect(stderr).toContain("interrupted");
  expect(await filesOf(out)).toContain("checkpoints/teacher.safetensors");
  expect(await filesOf(out)).not.toContain("run.lock");
  expect((await run(source, out.path)).code).toBe(0);
  expect(await outcome(out)).toEqual(await outcome({ path: join(folder, "unbroken") }));
});
