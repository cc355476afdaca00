import { expect, test } from "vitest";
import { loadRuntime, type Session } from "../../src/engine/index.js";
import { createSession, type OrtModule } from "../../src/engine/ort-session.js";
import { writeModel } from "../../src/onnx/index.js";
import { float32, ndarray } from "../../src/tensor/index.js";

/** x[i] of two numbers x. */
const model = writeModel({
  name: "pick",
  inputs: [
    { name: "x", dtype: "float32", shape: [2] },
    { name: "i", dtype: "int64", shape: [] },
  ],
  outputs: [{ name: "y", dtype: "float32", shape: [] }],
  initializers: [],
  nodes: [{ op: "Gather", domain: "", name: "pick", inputs: ["x", "i"], outputs: ["y"], attributes: {} }],
});
const feeds = (i: number) => ({ x: float32([2], [5, 7]), i: ndarray("int64", [], BigInt64Array.of(BigInt(i))) });

async function onNode<T>(inPlace: boolean, use: (session: Session) => Promise<T>): Promise<T> {
  const runtime = await loadRuntime();
  const session = await runtime.createSession(model, { threads: 1, provider: "cpu", inPlace });
  return use(session).finally(() => session.dispose());
}

test("onnxruntime-node writes into the arrays that it is given, and makes no copies of them", async () => {
  const y = float32([], [0]);
  const results = await onNode(true, (session) => session.run(feeds(1), { y }));
  expect(y.data[0]).toBe(7);
  expect(results["y"]!.data).toBe(y.data);
});

test("not asked to write in place, it gives results of its own", async () => {
  const results = await onNode(false, (session) => session.run(feeds(0), {}));
  expect(Object.keys(results)).toEqual(["y"]);
  expect(results["y"]!.data[0]).toBe(5);
});

test("an error of the run itself is not taken for its silent end", async () => {
  const run = onNode(true, (session) => session.run(feeds(9), { y: float32([], [0]) }));
  await expect(run).rejects.toThrow(/out of.*bounds/);
});

test("a runtime that hands sequences back is asked for the model's own outputs alone", async () => {
  const asked: string[][] = [];
  class Tensor {
    constructor(
      readonly type: string,
      readonly data: unknown,
      readonly dims: readonly number[],
    ) {}
  }
  const create = () => ({
    outputNames: ["y"],
    run: (_: object, fetches: Record<string, { data: Float32Array }>) => {
      asked.push(Object.keys(fetches));
      fetches["y"]!.data[0] = 1; // what the probe expects
      return Promise.resolve(fetches);
    },
    release: () => Promise.resolve(),
  });
  const ort = { Tensor, InferenceSession: { create: () => Promise.resolve(create()) } } as unknown as OrtModule;
  const session = await createSession(ort, model, {}, "written silently");
  const results = await session.run(feeds(1), { y: float32([], [0]) });
  expect(results["y"]!.data[0]).toBe(1);
  expect(asked.at(-1)).toEqual(["y"]);
});
