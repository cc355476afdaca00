import { describe, expect, test } from "vitest";
import { loadOnnxClassifier } from "../../src/run/onnx-classifier.js";
import { DataError, FormatError } from "../../src/tensor/index.js";
import { logitsOf, node, tinyModel, type TinyModel } from "./tiny-model.js";

const samples = Array.from({ length: 7 }, (_, i) => [i, 1 - i, 0.5 * i, -2]);
const inputs = Float32Array.from(samples.flat());

async function ask(model: TinyModel, shape: readonly number[]): Promise<Float32Array> {
  const classifier = await loadOnnxClassifier(tinyModel(model), "tiny.onnx");
  try {
    return await classifier.logits(inputs, [samples.length, ...shape]);
  } finally {
    await classifier.dispose();
  }
}

const load = (model: TinyModel): Promise<unknown> => loadOnnxClassifier(tinyModel(model), "tiny.onnx");

describe("a model is asked in the shape that it takes", () => {
  test.each([
    { name: "an open batch", input: ["batch", 4], shape: [4] },
    { name: "a batch fixed at 1", input: [1, 4], shape: [4] },
    { name: "a batch fixed at 3, the last one filled up", input: [3, 4], shape: [4] },
    { name: "a batch fixed at more than there are", input: [16, 4], shape: [4] },
    { name: "open sizes", input: ["batch", "channels", "height", "width"], shape: [1, 2, 2] },
    { name: "an image as a row", input: ["batch", 4], shape: [1, 2, 2] },
    { name: "an image without its one channel", input: ["batch", 2, 2], shape: [1, 2, 2] },
    { name: "a row as an image of height 1", input: [1, 1, 1, 4], shape: [4] },
  ])("$name", async ({ input, shape }) => {
    expect([...(await ask({ input }, shape))]).toEqual(logitsOf(samples));
  });

  test("but not in another order of axes, nor with other sizes", async () => {
    await expect(ask({ input: ["batch", 2, 2, 1] }, [4])).rejects.toThrow(DataError);
    await expect(ask({ input: ["batch", 1, 4] }, [2, 2])).rejects.toThrow(
      "tiny.onnx: takes samples of [1, 4], the data has [2, 2].",
    );
    await expect(ask({}, [5])).rejects.toThrow(DataError);
  });
});

test("probabilities of a softmax become logits with the same softmax", async () => {
  const logits = await ask({ softmax: true }, [4]);
  const expected = logitsOf(samples);
  samples.forEach((_, i) => {
    const row = expected.slice(3 * i, 3 * i + 3);
    const total = row.reduce((sum, z) => sum + Math.exp(z), 0);
    row.forEach((z, k) => expect(logits[3 * i + k]).toBeCloseTo(z - Math.log(total), 4));
  });
});

describe("what is no classifier is refused", () => {
  const second = { name: "z", dtype: "float32", shape: ["batch", 4] } as const;
  test.each([
    ["two inputs", { change: (graph) => ({ ...graph, inputs: [...graph.inputs, second] }) }, /takes "x" .*, "z" /],
    [
      "two outputs, none called logits",
      { change: (graph) => ({ ...graph, outputs: [...graph.outputs, { ...second, name: "flat" }] }) },
      /gives "y" float32 \[batch, 3\], "flat" float32 \[batch, 4\]/,
    ],
    ["an input of truth values", { inputType: "bool" }, /takes "x" bool/],
    [
      "an output of another rank",
      { change: (graph) => ({ ...graph, outputs: [{ ...second, name: "y", shape: ["batch", 3, 1] }] }) },
      /gives "y" float32 \[batch, 3, 1\]/,
    ],
    [
      "an operator that no runtime knows",
      { change: (graph) => ({ ...graph, nodes: [node("Boil", ["x"], ["y"])] }) },
      /^tiny\.onnx: ONNX Runtime cannot load the model: .*Boil/,
    ],
  ] satisfies [string, TinyModel, RegExp][])("%s", async (_name, model, message) => {
    await expect(load(model)).rejects.toThrow(FormatError);
    await expect(load(model)).rejects.toThrow(message);
  });

  test("bytes that are no ONNX", async () => {
    await expect(loadOnnxClassifier(new TextEncoder().encode("x,y\n1,2\n"), "points.csv")).rejects.toThrow(
      /^points\.csv is not an ONNX model/,
    );
  });

  test("an answer of another size than the model promised", async () => {
    const bytes = tinyModel({
      change: (graph) => ({
        ...graph,
        outputs: [{ ...graph.outputs[0]!, shape: [] }],
        nodes: [node("Transpose", ["w"], ["y"]), node("Flatten", ["x"], ["flat"])],
      }),
    });
    const classifier = await loadOnnxClassifier(bytes, "tiny.onnx");
    await expect(classifier.logits(inputs, [7, 4])).rejects.toThrow(
      "tiny.onnx: answers [7, 4] with float32 [3, 4]; a classifier gives float32 [7, classes].",
    );
    await classifier.dispose();
  });
});
