import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluate } from "../../src/run/evaluate.js";
import { exportModel } from "../../src/run/export.js";
import { openModel } from "../../src/run/open-model.js";
import { predict } from "../../src/run/predict.js";
import { DataError, float32, FormatError, OptionError, RunFolderError } from "../../src/tensor/index.js";
import { tinyModel, type TinyModel } from "./tiny-model.js";

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "limbeck-foreign-"));
});
afterAll(() => rm(base, { recursive: true }));

let count = 0;
async function model(options: TinyModel = {}): Promise<string> {
  const path = join(base, `tiny-${count++}.onnx`);
  await writeFile(path, tinyModel(options));
  return path;
}

async function csv(rows: string, header = "a,b,c,d,label"): Promise<string> {
  const path = join(base, `data-${count++}.csv`);
  await writeFile(path, `${header}\n${rows}\n`);
  return path;
}

async function image(pixels: readonly number[], width: number): Promise<string> {
  const path = join(base, `image-${count++}.png`);
  const raw = { width, height: pixels.length / width, channels: 1 } as const;
  await sharp(Uint8Array.from(pixels), { raw }).toColourspace("b-w").png().toFile(path);
  return path;
}

const json = JSON.stringify;
/** What an export of Limbeck says of itself. */
const notes = (preparation: object, classes = ["sum", "first", "last"], more: Record<string, string> = {}) => ({
  "limbeck.classes": json(classes),
  "limbeck.preparation": json(preparation),
  ...more,
});
const table = { shape: [4], divisor: 1, mean: [0, 0, 0, 0], deviation: [1, 1, 1, 1] };
const picture = { shape: [1, 2, 2], divisor: 255, mean: [0.1], deviation: [0.5] };

describe("evaluate", () => {
  test("a model without names: classes by their number", async () => {
    // Largest: the sum; twice the first; minus the last; and one labelled wrongly.
    const data = await csv("0,5,5,0,0\n3,-1,-1,0,1\n0,0,0,-2,2\n0,5,5,0,1");
    expect(await evaluate(await model(), { data })).toMatchObject({ samples: 4, errors: 1, accuracy: 0.75 });
  });

  test("names in the data that the model does not have must be as many as its classes", async () => {
    const data = await csv("0,5,5,0,sum\n3,-1,-1,0,first");
    await expect(evaluate(await model(), { data })).rejects.toThrow(
      /it knows 3 classes, without names; the data has 2 \(first, sum\)/,
    );
  });

  test("classes are taken in the model's order, columns by their names", async () => {
    const metadata = notes(table, undefined, { "limbeck.features": json(["a", "b", "c", "d"]) });
    const path = await model({ metadata });
    const data = await csv("0,sum,5,5,0\n-9,first,0,0,9", "d,label,b,c,a");
    expect(await evaluate(path, { data })).toMatchObject({ samples: 2, errors: 0 });
    await expect(evaluate(path, { data: await csv("1,2,3,sum", "a,b,d,label") })).rejects.toThrow(/c/);
    await expect(evaluate(path, { data: await csv("1,2,3,4,other") })).rejects.toThrow(DataError);
  });

  test("data of another shape is refused", async () => {
    const data = await csv("1,2,0\n3,4,1\n5,6,2", "a,b,label");
    await expect(evaluate(await model(), { data })).rejects.toThrow(/takes samples of \[4\], the data has \[2\]/);
  });

  test("how data is read needs data", async () => {
    await expect(evaluate(await model(), { label: "side" })).rejects.toThrow(/--label .* --data/);
    await expect(evaluate(await model())).rejects.toThrow(OptionError);
  });

  test("is aborted by its signal", async () => {
    const data = await csv("0,5,5,0,0\n3,-1,-1,0,1");
    await expect(evaluate(await model(), { data, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});

describe("predict", () => {
  test("several samples in the order asked for", async () => {
    const data = await csv("0,5,5,0,0\n3,-1,-1,0,1\n0,0,0,-2,2");
    const predictions = await predict(await model(), { data, index: [2, 0, 1] });
    expect(predictions.map(({ label, index, actual }) => [label, index, actual])).toEqual([
      ["2", 2, "2"],
      ["0", 0, "0"],
      ["1", 1, "1"],
    ]);
  });

  test.each([3, -1, 0.5])("index %d of three is refused", async (index) => {
    const data = await csv("0,5,5,0,0\n3,-1,-1,0,1\n0,0,0,-2,2");
    await expect(predict(await model(), { data, index: [0, index] })).rejects.toThrow(
      `--index ${index}: the data has 3 samples. Choose one of 0 to 2.`,
    );
  });

  test("an image, prepared as the model's notes say", async () => {
    const path = await model({ input: ["batch", 1, 2, 2], metadata: notes(picture) });
    const file = await image([255, 0, 51, 0], 2);
    const [prediction] = await predict(path, { file });
    const { label, probabilities } = prediction!;
    const x = [255, 0, 51, 0].map((byte) => (byte / 255 - 0.1) / 0.5); // 1.8, -0.2, 0.2, -0.2
    const logits = [x.reduce((a, b) => a + b), 2 * x[0]!, -x[3]!];
    const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
    expect(label).toBe("first");
    expect(probabilities["first"]).toBeCloseTo(Math.exp(logits[1]!) / total, 5);
    expect(probabilities["last"]).toBeCloseTo(Math.exp(logits[2]!) / total, 5);
  });

  test("an inverted image is the image of the inverted pixels; a swap is hinted at, nothing is swapped unasked", async () => {
    const path = await model({ input: ["batch", 1, 2, 2], metadata: notes(picture) });
    const [ink, chalk] = [await image([0, 255, 204, 255], 2), await image([255, 0, 51, 0], 2)];
    const [plain, inverted] = [
      ...(await predict(path, { file: ink })),
      ...(await predict(path, { file: ink, invert: true })),
    ];
    const [expected] = await predict(path, { file: chalk });
    expect(inverted!.probabilities).toEqual(expected!.probabilities);
    expect(plain!.probabilities).not.toEqual(expected!.probabilities);
    expect(plain!.hint).toMatch(/mostly bright.*Add --invert/);
    expect([inverted!.hint, expected!.hint]).toEqual([undefined, undefined]);
    await expect(predict(path, { invert: true, index: 0 })).rejects.toThrow(/only image files/);
  });

  test("a foreign model of images gets bytes as 0…1, one of rows no images", async () => {
    const file = await image([255, 0, 51, 0], 2);
    const [prediction] = await predict(await model({ input: ["batch", 2, 2] }), { file });
    const total = Math.exp(1.2) + Math.exp(2) + 1;
    expect(prediction!.probabilities["1"]).toBeCloseTo(Math.exp(2) / total, 5);
    await expect(predict(await model(), { file })).rejects.toThrow(/takes samples of \[4\]/);
  });
});

describe("what a model says of itself is checked", () => {
  test.each([
    ["classes that are no list", { "limbeck.classes": json({ a: 1 }) }, /note on classes is damaged/],
    ["a list of other things", { "limbeck.classes": json([1, 2, 3]) }, /note on classes is damaged/],
    ["no JSON", { "limbeck.preparation": "{" }, /limbeck\.preparation is no JSON/],
    ["a deviation of 0", notes({ ...picture, deviation: [0] }), /note on preparation is damaged/],
    ["a mean for each of two channels", notes({ ...picture, mean: [0, 0] }), /note on preparation is damaged/],
    ["a size that no memory holds", notes({ ...picture, shape: [1, 65536, 65536] }), /preparation is damaged/],
    ["too few classes", notes(table, ["one", "two"]), /names 2 classes, but gives 3 numbers/],
  ])("%s", async (_name, metadata, message) => {
    const path = await model({ metadata });
    await expect(openModel(path)).rejects.toThrow(FormatError);
    await expect(openModel(path)).rejects.toThrow(message);
  });

  test("without metadata, model.json beside it says it", async () => {
    const folder = join(base, "student");
    await mkdir(folder);
    await writeFile(join(folder, "model.onnx"), tinyModel());
    await writeFile(join(folder, "model.json"), json({ format: 1, classes: ["a", "b", "c"], preparation: table }));
    await cp(join(folder, "model.onnx"), join(folder, "other.onnx"));
    const { classes, preparation, classifier } = await openModel(folder);
    await classifier.dispose();
    expect({ classes, preparation }).toEqual({ classes: ["a", "b", "c"], preparation: table });
    const other = await openModel(join(folder, "other.onnx"));
    await other.classifier.dispose();
    expect(other.classes).toBeUndefined();
  });
});

describe("a run that is not finished", () => {
  let run: string;
  beforeAll(async () => {
    run = join(base, "run");
    const sample = new URL("../cli/samples/distill-into-a-run/input/run", import.meta.url);
    await cp(fileURLToPath(sample), run, { recursive: true });
    await mkdir(join(run, "teacher"));
    await writeFile(join(run, "teacher", "model.onnx"), tinyModel({ metadata: notes(table) }));
    await writeFile(join(run, "teacher", "model.json"), "{}");
    await mkdir(join(run, "student"));
    await writeFile(join(run, "student", "model.onnx"), tinyModel()); // written before its model.json: not complete
  });

  test("has the networks that are trained", async () => {
    const data = await csv("0,5,5,0,sum\n3,-1,-1,0,first", "a,b,c,d,side");
    expect(await evaluate(run, { network: "teacher", data, label: "side" })).toMatchObject({ errors: 0 });
  });

  test("has no student yet, and says which networks it has and how to go on", async () => {
    await expect(evaluate(run)).rejects.toThrow(RunFolderError);
    await expect(evaluate(run)).rejects.toThrow(
      /not finished, and its student is not trained yet \(trained: teacher; choose one by --network\).*--resume/,
    );
  });

  test("finished, it lacks what was removed", async () => {
    await writeFile(join(run, "metrics.json"), "{}");
    await expect(evaluate(run, { network: "baseline" })).rejects.toThrow(/finished, but there is no baseline/);
  });

  test("a network is chosen of runs alone", async () => {
    await expect(evaluate(await model(), { network: "teacher" })).rejects.toThrow(/is no run/);
  });
});

describe("export", () => {
  /** The tiny model with a weight that is large enough for int8: the same class 0, 1 and 2 for many inputs. */
  const wide = (opset = 20): TinyModel => ({
    input: ["batch", 512],
    opset,
    metadata: { note: "carried along" },
    change: (graph) => ({
      ...graph,
      initializers: [
        {
          name: "w",
          array: float32(
            [512, 3],
            Float32Array.from({ length: 1536 }, (_, i) => Math.sin(i)),
          ),
        },
      ],
    }),
  });

  test("int8: smaller, metadata kept, accuracy on the data given", async () => {
    const path = await model(wide());
    const header = [...Array.from({ length: 512 }, (_, i) => `c${i}`), "label"].join(",");
    const rows = [0, 1, 2].map((k) => [...Array.from({ length: 512 }, (_, i) => Math.sin(3 * i + k).toFixed(4)), k]);
    const data = await csv(rows.map((row) => row.join(",")).join("\n"), header);
    const done = await exportModel(path, { quantize: "int8", cwd: base, data });
    expect(done).toMatchObject({
      path: path.replace(".onnx", "-int8.onnx"),
      format: "onnx",
      bytesBefore: (await readFile(path)).length,
    });
    expect(done.bytes).toBeLessThan(0.5 * done.bytesBefore);
    expect(done.quantized.map(({ name, shape }) => [name, shape])).toEqual([["w", [512, 3]]]);
    expect(done.accuracy).toEqual({ before: 1, after: 1, samples: 3 });
    const { classifier } = await openModel(done.path);
    await classifier.dispose();
    expect(classifier.metadata).toEqual({ note: "carried along" });
  });

  test("keeps what lies there, unless it is named", async () => {
    const path = await model();
    const output = join(base, "kept.onnx");
    await writeFile(output, "something else");
    await expect(exportModel(path, { cwd: base })).rejects.toThrow(/is the model itself/);
    const other = join(base, "elsewhere");
    await mkdir(other);
    await exportModel(path, { cwd: other });
    await expect(exportModel(path, { cwd: other })).rejects.toThrow(/is there already\. Nothing was written/);
    await exportModel(path, { output });
    expect(await readFile(output)).toEqual(await readFile(path));
  });

  test("int8 needs opset 13", async () => {
    const path = await model(wide(12));
    await expect(exportModel(path, { quantize: "int8", cwd: base })).rejects.toThrow(/opset 12; .* 13 or later/);
  });
});
