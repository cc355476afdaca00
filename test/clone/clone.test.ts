import { access, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../package/project.js";

let clone: string;

beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), "limbeck-clone-"));
  await run(process.cwd(), "git", ["clone", "--quiet", process.cwd(), clone]);
  await run(clone, "npm", ["ci", "--prefer-offline"]);
});
afterAll(() => rm(clone, { recursive: true, force: true }));

test("npx limbeck works straight from the sources", async () => {
  const { stdout } = await run(clone, "npx", ["limbeck", "--help"]);
  expect(stdout).toContain("limbeck distill");
  await expect(access(join(clone, "dist"))).rejects.toThrow();
});

test("the main job, made short, leaves a whole run folder", async () => {
  const short = [
    "training.epochs=3",
    "teacher.training.epochs=3",
    "training.batchSize=32",
    "teacher.hidden=[100,100]",
    "data.limit=3000",
  ];
  const { stdout } = await run(clone, "npm", [
    ...["run", "--silent", "limbeck", "--", "distill", "mnist", "--json"],
    ...short.flatMap((setting) => ["--set", setting]),
  ]);
  const folder = join(clone, "runs/mnist");
  const metrics = JSON.parse(await readFile(join(folder, "metrics.json"), "utf8")) as Metrics;
  expect(JSON.parse(stdout)).toMatchObject({ models: metrics.models });
  expect(metrics).toMatchObject({ format: 1, data: { train: 3000, validation: 5000, test: 10_000 } });
  for (const network of ["teacher", "baseline", "student"]) {
    expect(metrics.models[network]!.test.accuracy).toBeGreaterThan(0.7);
    expect(metrics.models[network]!.bytes).toBe((await stat(join(folder, network, "model.onnx"))).size);
    for (const file of ["weights.safetensors", "model.json"]) await access(join(folder, network, file));
  }
  for (const file of ["recipe.json", "report.html", "events.jsonl", "checkpoints"]) await access(join(folder, file));
});

test("the checkout is left clean", async () => {
  const { stdout } = await run(clone, "git", ["status", "--short"]);
  expect(stdout).toBe("");
});

interface Metrics {
  readonly models: Record<string, { bytes: number; test: { accuracy: number } }>;
}
