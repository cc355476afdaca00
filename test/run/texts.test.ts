import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  distill,
  evaluate,
  exportModel,
  openRunFolder,
  predict,
  resolveRecipe,
  runFiles,
  type Metrics,
  type Recipe,
  type RunEvent,
  type RunFolder,
} from "../../src/run/index.js";
import { readModel } from "../../src/onnx/index.js";
import { packStudent } from "../../src/run/packaged/pack-student.js";
import { readModelFacts } from "../../src/run/model-files.js";
import { Student } from "../../src/student/index.js";
import { decodeSafetensors } from "../../src/tensor/index.js";
import { lastingScratch, scratch } from "./tiny.js";
import { textRows, tinyTexts, writeTexts } from "./tiny-texts.js";

const run = async (
  recipe: Recipe,
  data: string,
  name: string,
): Promise<{ folder: RunFolder; metrics: Metrics; events: RunEvent[] }> => {
  const folder: RunFolder = { path: join(data, name) };
  const events: RunEvent[] = [];
  const resolved = resolveRecipe(recipe, { source: "tiny.json", folder: data });
  const metrics = await distill(resolved, { folder, onEvent: (event) => events.push(event) });
  return { folder, metrics, events };
};

describe("a run on texts", () => {
  let made: Awaited<ReturnType<typeof run>>;
  let data: string;
  beforeAll(async () => {
    data = await lastingScratch();
    process.env["LIMBECK_CACHE"] = join(data, "cache");
    await writeTexts(data);
    made = await run(tinyTexts, data, "run");
  }, 120_000);

  test("learns which words tell the class", () => {
    expect(made.metrics.models.teacher!.test.accuracy).toBeGreaterThan(0.9);
    expect(made.metrics.models.student.test.accuracy).toBeGreaterThan(0.8);
  });

  test("tells of what it left out, and of the vectors that it trained", () => {
    const messages = made.events.map(({ message }) => message).filter((message) => message !== undefined);
    expect(messages).toContainEqual(expect.stringMatching(/train\.csv line 242 has no label: it is left out/));
    expect(messages).toContainEqual(expect.stringMatching(/Trained vectors of 18 words/));
  });

  test("the packaged student answers as ONNX Runtime does, on every test text and on odd ones", async () => {
    const student = await Student.load(await readFile(runFiles.packaged(made.folder, "student")));
    const texts = [...textRows(80, 2).map(({ text }) => text), "", "unheard words", "\ud83d \udc00 FUN!"];
    const onnx = await predict(made.folder.path, { text: texts });
    texts.forEach((text, i) => {
      const { probabilities } = student.predict(text);
      for (const [label, share] of Object.entries(onnx[i]!.probabilities))
        expect(Math.abs(probabilities[label]! - share)).toBeLessThan(1e-4);
    });
  });

  test("a text is classified by its words", async () => {
    const [good, bad] = await predict(made.folder.path, {
      text: ["a lovely film, and great fun", "awful, dull, boring"],
    });
    expect([good!.label, bad!.label]).toEqual(["good", "bad"]);
  });

  test("figures can be had again from the files", async () => {
    const again = await evaluate(made.folder.path, { network: "student" });
    expect(again.accuracy).toBe(made.metrics.models.student.test.accuracy);
    expect(again.logLoss).toBeCloseTo(made.metrics.models.student.test.logLoss, 5);
  });

  test("a student that knows fewer words has rows for these alone", async () => {
    const { arrays } = decodeSafetensors(await readFile(runFiles.weights(made.folder, "student")), "weights");
    expect(arrays.get("embedding.weight")!.shape).toEqual([19, 4]);
  });

  test("int8 changes no answer by much", async () => {
    const facts = (await readModelFacts(made.folder, "student"))!;
    const { arrays } = decodeSafetensors(await readFile(runFiles.weights(made.folder, "student")), "weights");
    const [whole, small] = await Promise.all(
      (["float32", "int8"] as const).map(async (type) => Student.load(packStudent(facts, arrays, { type, card: {} }))),
    );
    for (const { text } of textRows(80, 2)) {
      const [a, b] = [whole!, small!].map((student) => student.predict(text).probabilities["good"]!);
      expect(Math.abs(a! - b!)).toBeLessThan(0.03);
    }
  });

  test.each([undefined, "int8"] as const)("a module holds all that it takes (%s)", async (quantize) => {
    const { path, bytes } = await exportModel(made.folder.path, {
      format: "module",
      quantize,
      output: join(data, `${quantize}.mjs`),
    });
    const text = await readFile(path, "utf8");
    expect(bytes).toBe(Buffer.byteLength(text));
    expect(text).not.toMatch(/\beval\b|new Function|import\(|from "/);
    const { predict: answer, student } = (await import(path)) as { predict: Student["predict"]; student: Student };
    expect(student.labels).toEqual(["bad", "good"]);
    const [onnx] = await predict(made.folder.path, { text: "a lovely film" });
    const share = answer("a lovely film").probabilities["good"]!;
    expect(Math.abs(share - onnx!.probabilities["good"]!)).toBeLessThan(quantize ? 0.03 : 1e-4);
    expect(await readFile(join(data, `${quantize}.d.mts`), "utf8")).toContain('export type Label = "bad" | "good";');
  });

  test("a packaged student can be written by itself, smaller by int8", async () => {
    const whole = await exportModel(made.folder.path, { format: "limbeck", output: join(data, "a.limbeck") });
    const small = await exportModel(made.folder.path, {
      format: "limbeck",
      quantize: "int8",
      output: join(data, "b.limbeck"),
    });
    expect(await readFile(whole.path)).toEqual(await readFile(runFiles.packaged(made.folder, "student")));
    expect(small.bytes).toBeLessThan(whole.bytes);
    const foreign = join(data, "foreign.onnx");
    await writeFile(foreign, await readFile(runFiles.model(made.folder, "student")));
    await expect(exportModel(foreign, { format: "module" })).rejects.toThrow(/belongs to no run/);
  });

  test("its ONNX file has the fused operator", async () => {
    const { graph } = readModel(await readFile(runFiles.model(made.folder, "student")), "student");
    expect(graph.nodes.map(({ op }) => op)).toContain("GRU");
  });

  test("its teacher can teach a student of another run, which knows the same words", async () => {
    const recipe: Recipe = {
      ...tinyTexts,
      data: { ...tinyTexts.data, vectors: undefined },
      teacher: { run: made.folder.path },
      student: { model: "bag", embedding: { size: 4 } },
    };
    const { folder, metrics } = await run(recipe, data, "second");
    expect(metrics.models.teacher!.test.accuracy).toBe(made.metrics.models.teacher!.test.accuracy);
    const facts = await readModelFacts(await openRunFolder(folder.path), "student");
    expect(facts!.preparation).toEqual((await readModelFacts(made.folder, "teacher"))!.preparation);
  });

  test("every packaged architecture answers as its ONNX model does", async () => {
    const models = [
      { model: "lstm", hidden: [4, 3], pooling: "attention", dense: [5] },
      { model: "bigru", hidden: [3], pooling: "max" },
      { model: "rnn", hidden: [4] },
      { model: "textcnn", hidden: [3, 2], kernels: [2, 3] },
      { model: "bag", pooling: "attention" },
    ] as const;
    for (const [i, student] of models.entries()) {
      const recipe = {
        ...tinyTexts,
        data: { ...tinyTexts.data, vectors: undefined },
        teacher: { model: "bag", embedding: { size: 3 } },
        student: { ...student, embedding: { size: 6 } },
        training: { epochs: 1, batchSize: 40 },
      } as unknown as Recipe;
      const { folder } = await run(recipe, data, `model ${i}`);
      const packaged = await Student.load(await readFile(runFiles.packaged(folder, "student")));
      const texts = [...textRows(20, 4).map(({ text }) => text), ""];
      const onnx = await predict(folder.path, { text: texts });
      texts.forEach((text, at) => {
        const share = packaged.predict(text).probabilities["good"]!;
        expect(Math.abs(share - onnx[at]!.probabilities["good"]!), `${student.model}: ${text}`).toBeLessThan(1e-4);
      });
    }
  }, 120_000);
});

describe("refused:", () => {
  test.each<[string, Partial<Recipe>, RegExp]>([
    ["vectors that nobody trains", { data: { ...tinyTexts.data, vectors: undefined } }, /recipe trains no vectors/],
    ["pictures' augmentation", { data: { ...tinyTexts.data, augment: ["flip"] } }, /these augmentations are of images/],
    ["an mlp", { student: { model: "mlp" } }, /mlp/],
    ["vectors of another width", { student: { model: "gru", embedding: { vectors: true, size: 7 } } }, /at most 6/],
    ["a file that is not there", { student: { model: "gru", embedding: { vectors: "none.bin" } } }, /none\.bin/],
  ])("%s", async (_, change, message) => {
    const data = await scratch();
    process.env["LIMBECK_CACHE"] = join(data, "cache");
    await writeTexts(data);
    await expect(run({ ...tinyTexts, ...change } as Recipe, data, "run")).rejects.toThrow(message);
  });

  test("a picture for a model of texts, and a text for a model of numbers", async () => {
    const data = await scratch();
    await writeFile(join(data, "train.csv"), "x,label\n" + "1,a\n2,b\n".repeat(20));
    const recipe = {
      data: { train: "train.csv", validation: 4 },
      teacher: { model: "mlp" },
      student: { model: "mlp" },
    } as const;
    const { folder } = await run({ ...recipe, training: { epochs: 1 } }, data, "run");
    await expect(predict(folder.path, { text: "fun" })).rejects.toThrow(/--text: .* does not read texts/);
    const [x] = await predict(folder.path, { index: 0 });
    const student = await Student.load(await readFile(runFiles.packaged(folder, "student")));
    expect(student.predict({ x: 1 }).label.length).toBe(x!.label.length);
  });
});
