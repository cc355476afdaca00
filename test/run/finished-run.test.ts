import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { distill } from "../../src/run/distill.js";
import { evaluate } from "../../src/run/evaluate.js";
import { exportModel } from "../../src/run/export.js";
import {
  loadRecipe,
  type Metrics,
  prepareRunFolder,
  readEvents,
  runFiles,
  type RunEvent,
  type RunFolder,
} from "../../src/run/index.js";
import { inspect } from "../../src/run/inspect/index.js";
import { predict } from "../../src/run/predict.js";
import { DataError, FileError, FormatError, OptionError, RunFolderError } from "../../src/tensor/index.js";

/** A run on 120 points, what was heard of it, and what it told at its end. */
let base: string;
let folder: RunFolder;
let metrics: Metrics;
const heard: RunEvent[] = [];

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "limbeck-finished-"));
  await cp(fileURLToPath(new URL("../cli/samples/distill-csv/input", import.meta.url)), base, { recursive: true });
  const recipe = await loadRecipe(join(base, "points.yaml"));
  folder = await prepareRunFolder({ name: recipe.name, cwd: base });
  metrics = await distill(recipe, { folder, onEvent: (event) => heard.push(event) });
});
afterAll(() => rm(base, { recursive: true }));

test("events are told and logged alike, and end with done", async () => {
  expect(await readEvents(runFiles.events(folder))).toEqual(JSON.parse(JSON.stringify(heard)));
  expect(heard[0]).toMatchObject({ stage: "data" });
  expect(heard[1]).toMatchObject({
    stage: "plan",
    plan: [{ network: "teacher" }, { network: "baseline" }, { network: "student" }],
  });
  expect(heard.at(-1)).toMatchObject({ stage: "done" });
});

describe("evaluate", () => {
  test.each(["teacher", "baseline", "student"] as const)(
    "gives the %s's figures on test data again",
    async (network) => {
      expect(await evaluate(folder.path, { network })).toEqual({
        ...metrics.models[network]!.test,
        samples: metrics.data.test,
      });
    },
  );

  test("takes other data, a network's folder or an ONNX file", async () => {
    const data = join(base, "points.csv");
    const [one, two] = await Promise.all([
      evaluate(folder.path, { data }),
      evaluate(runFiles.model(folder, "student"), { data }),
    ]);
    expect(one).toEqual(two);
    expect(one.samples).toBe(120);
  });

  test("refuses data with another label, column or place", async () => {
    const other = join(base, "other.csv");
    await writeFile(other, "x,y,side\n1,2,left\n");
    await expect(evaluate(folder.path, { data: other })).rejects.toThrow(DataError);
    await expect(evaluate(folder.path, { data: join(base, "nowhere.csv") })).rejects.toThrow(/nowhere\.csv/);
    await expect(evaluate(join(base, "points.csv"))).rejects.toThrow(FormatError);
    await expect(evaluate(join(base, "nowhere"))).rejects.toThrow(FileError);
    await expect(evaluate(base)).rejects.toThrow(RunFolderError);
  });

  test("knows a table's columns by name, from the ONNX file alone", async () => {
    const [alone, swapped] = [join(base, "columns.onnx"), join(base, "swapped.csv")];
    await cp(runFiles.model(folder, "student"), alone);
    const rows = (await readFile(join(base, "points.csv"), "utf8")).trim().split("\n");
    await writeFile(swapped, rows.map((row) => row.split(",").reverse().join(",")).join("\n"));
    const [plain, other] = await Promise.all(
      [join(base, "points.csv"), swapped].map((data) => evaluate(alone, { data, label: "side" })),
    );
    expect(other).toEqual(plain);
  });

  test("refuses the run's own data once it has changed", async () => {
    const moved = join(base, "changed");
    await cp(folder.path, moved, { recursive: true });
    const changed = join(base, "changed.csv");
    await writeFile(changed, `${await readFile(join(base, "points.csv"), "utf8")}0.5,0.6,above\n`);
    const recipe = await readFile(join(moved, "recipe.json"), "utf8");
    await writeFile(join(moved, "recipe.json"), recipe.replaceAll("points.csv", "changed.csv"));
    await expect(evaluate(moved)).rejects.toThrow(/changed\.csv is not what it was.*--data/);
    expect((await evaluate(moved, { data: changed })).samples).toBe(121);
  });

  test("wants data for a model of no run", async () => {
    const alone = join(base, "alone.onnx");
    await cp(runFiles.model(folder, "student"), alone);
    await expect(evaluate(alone)).rejects.toThrow(/belongs to no run.*--data/);
    expect((await evaluate(alone, { data: join(base, "points.csv"), label: "side" })).samples).toBe(120);
  });
});

describe("predict", () => {
  test("gives probabilities of the named classes, and the label of the sample", async () => {
    const [prediction] = await predict(folder.path, { index: 3, data: join(base, "points.csv"), network: "teacher" });
    const { label, probabilities, actual } = prediction!;
    expect(Object.keys(probabilities)).toEqual(["above", "below"]);
    expect(probabilities["above"]! + probabilities["below"]!).toBeCloseTo(1, 12);
    expect(probabilities[label]).toBe(Math.max(...Object.values(probabilities)));
    expect(actual).toBe((await readFile(join(base, "points.csv"), "utf8")).split("\n")[4]!.split(",")[2]);
  });

  test("agrees with evaluate over all samples", async () => {
    const data = join(base, "points.csv");
    let errors = 0;
    for (let index = 0; index < 20; index++) {
      const [{ label, actual } = { label: "", actual: "x" }] = await predict(folder.path, { index, data });
      if (label !== actual) errors++;
    }
    const first = (await readFile(data, "utf8")).split("\n").slice(0, 21).join("\n");
    await writeFile(join(base, "first.csv"), first);
    expect((await evaluate(folder.path, { data: join(base, "first.csv") })).errors).toBe(errors);
  });

  test("refuses an index beyond the data, an image for a table, and nothing at all", async () => {
    await expect(predict(folder.path, { index: 24 })).rejects.toThrow(
      "--index 24: the data has 24 samples. Choose one of 0 to 23.",
    );
    await expect(predict(folder.path, {})).rejects.toThrow(OptionError);
    await expect(predict(folder.path, { file: join(base, "nowhere.png") })).rejects.toThrow(FileError);
  });
});

describe("export", () => {
  test("as it is: the same bytes", async () => {
    const out = join(base, "student.onnx");
    const { bytes, bytesBefore, quantized } = await exportModel(folder.path, { output: out });
    expect(await readFile(out)).toEqual(await readFile(runFiles.model(folder, "student")));
    expect({ bytes, bytesBefore, quantized }).toEqual({
      bytes: metrics.models.student.bytes,
      bytesBefore: bytes,
      quantized: [],
    });
  });

  test("an exported model names classes and preparation, so it needs no run", async () => {
    const out = join(base, "teacher-copy.onnx");
    await exportModel(folder.path, { output: out, network: "teacher", quantize: "int8" });
    const data = join(base, "points.csv");
    const [copied, own] = await Promise.all([
      evaluate(out, { data, label: "side" }),
      evaluate(folder.path, { data, network: "teacher" }),
    ]);
    expect(copied.errors).toBe(own.errors);
  });
});

describe("inspect", () => {
  test("a run: what it trained and what it reached", async () => {
    const { kind, facts, tables } = await inspect(folder.path);
    expect(kind).toBe("run");
    expect(facts).toMatchObject({
      recipe: "points",
      finished: true,
      student: "mlp, dropout 0, inputDropout 0, activation relu, hidden 4",
    });
    expect(tables![0]!.rows.map((row) => row["network"])).toEqual(["teacher", "baseline", "student"]);
  });

  test("weights: the arrays with their shapes", async () => {
    const { kind, facts, tables } = await inspect(runFiles.weights(folder, "student"));
    expect({ kind, numbers: facts["numbers"] }).toEqual({ kind: "safetensors", numbers: 22 });
    expect(tables![0]!.rows[0]).toMatchObject({ dtype: "float32", shape: "[4, 2]" });
  });

  test("a model: its layers, [batch, units]", async () => {
    const { facts, tables } = await inspect(runFiles.model(folder, "student"));
    expect(facts).toMatchObject({
      parameters: 22,
      inputs: "inputs float32 [batch, 2]",
      outputs: "logits float32 [batch, 2]",
    });
    expect(tables![0]!.rows[0]).toMatchObject({ weight: "[4, 2]", output: "[batch, 4]" });
  });
});

test("a finished run is shown again, not trained again", async () => {
  const recipe = await loadRecipe(join(base, "points.yaml"));
  expect(await distill(recipe, { folder, resume: true })).toEqual(metrics);
  const other = await loadRecipe(join(base, "points.yaml"), { set: ["temperature=2"] });
  await expect(distill(other, { folder, resume: true })).rejects.toThrow(/temperature: 2, the run has 4/);
});
