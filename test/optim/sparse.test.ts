import { describe, expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import {
  add,
  constant,
  gather,
  grad,
  input,
  matmul,
  mul,
  parameter,
  sum,
  transpose,
  valueFrom,
  type Nested,
} from "../../src/graph/index.js";
import { readModel } from "../../src/onnx/index.js";
import { clipByGlobalNorm, globalNorm, movingAverage, optimizerUpdates } from "../../src/optim/index.js";
import { float32, ndarray, Random } from "../../src/tensor/index.js";
import { expectClose, floats, reference } from "../nn/numbers.js";

interface Case {
  readonly name: string;
  readonly optimizer: "sgd" | "adam";
  readonly learningRate: number;
  readonly held: number;
  readonly start: Nested;
  readonly steps: readonly { readonly ids: Nested; readonly probe: Nested; readonly table: Nested }[];
}
const { cases } = reference<{ cases: readonly Case[] }>("optim/sparse.json"); // made by sparse.py beside it

const ids = input("ids", ["a", "b"], "int32");
const fedIds = (nested: Nested) => ndarray("int32", valueFrom(nested).shape, Int32Array.from(valueFrom(nested).data));

function table(
  start: Nested | Float32Array,
  shape: readonly number[],
  traits: { heldEpochs?: number; sparse?: boolean } = {},
) {
  const data = start instanceof Float32Array ? start : floats(start);
  const made = parameter(shape, data, { sparse: true, ...traits });
  made.name = "table";
  return made;
}

describe.each(cases)("$name: the table after each step is PyTorch's", (given) => {
  test.each(["as fed", "turned around"] as const)("ids %s", async (way) => {
    const shape = valueFrom(given.start).shape;
    const weights = table(given.start, shape, { heldEpochs: given.held });
    const probe = input("probe", ["a", "b", shape[1]!]);
    // What the rows belong to is computed in the session where the ids are not those that are fed.
    const loss =
      way === "as fed"
        ? sum(mul(gather(weights, ids), probe))
        : sum(mul(gather(weights, transpose(ids)), transpose(probe, [1, 0, 2])));
    const rate = input("rate", []);
    const updates = optimizerUpdates({ name: given.optimizer }, [weights], grad(loss, [weights]), rate);
    const store = new ParameterStore();
    const program = await compile({ outputs: {}, updates }, { store });
    expect(readModel(program.model).graph.nodes.map(({ op }) => op)).not.toContain("ScatterElements");
    for (const [i, { ids, probe, table: expected }] of given.steps.entries()) {
      const before = store.get(weights).slice();
      await program.run(
        {
          ids: fedIds(ids),
          probe: float32(valueFrom(probe).shape, floats(probe)),
          rate: float32([], [given.learningRate]),
        },
        { hold: new Set(i < given.held ? [weights] : []) },
      );
      expectClose(store.get(weights), expected, 1e-5, `step ${i + 1}`);
      const touched = new Set(valueFrom(ids).data);
      store.get(weights).forEach((number, k) => {
        if (!touched.has(Math.floor(k / shape[1]!))) expect(number).toBe(before[k]);
      });
    }
    await program.dispose();
  });
});

/** Some steps of a table that is read twice, by SGD, sparse and dense; both should be one. */
async function steps(sparse: boolean, clip?: number): Promise<{ table: Float32Array; norm: number }> {
  const random = new Random(3);
  const start = Float32Array.from({ length: 50 * 6 }, () => random.normal());
  const weights = table(start, [50, 6], { sparse });
  const others = input("others", ["c"], "int32");
  const read = add(sum(mul(gather(weights, ids), gather(weights, ids))), sum(mul(gather(weights, others), 3)));
  const gradients = grad(read, [weights]);
  const used = clip === undefined ? gradients : clipByGlobalNorm(gradients, clip);
  const updates = optimizerUpdates({ name: "sgd" }, [weights], used, 0.01);
  const store = new ParameterStore();
  const program = await compile({ outputs: { norm: globalNorm(gradients) }, updates }, { store });
  let norm = 0;
  for (let i = 0; i < 3; i++) {
    const some = (n: number) => Int32Array.from({ length: n }, () => random.integer(50));
    const result = await program.run({
      ids: ndarray("int32", [2 + i, 5], some(5 * (2 + i))),
      others: ndarray("int32", [9], some(9)),
    });
    norm = Number(result["norm"]!.data[0]);
  }
  const after = store.get(weights).slice();
  await program.dispose();
  return { table: after, norm };
}

test.each([undefined, 0.5])("a table that is read twice ends as a dense one does, clipped to %s", async (clip) => {
  const [sparse, dense] = [await steps(true, clip), await steps(false, clip)];
  expectClose(sparse.table, [...dense.table], 1e-6, "table");
  expect(sparse.norm).toBeCloseTo(dense.norm, 4);
});

test("what is not by rows updates the whole table", async () => {
  const weights = table(Float32Array.of(1, 2, 3, 4), [2, 2]);
  const loss = add(sum(gather(weights, ids)), sum(matmul(weights, constant([[1], [1]]))));
  const updates = optimizerUpdates({ name: "sgd" }, [weights], grad(loss, [weights]), 0.5);
  const store = new ParameterStore();
  const program = await compile({ outputs: {}, updates }, { store });
  await program.run({ ids: fedIds([[0]]) });
  expect([...store.get(weights)]).toEqual([0, 1, 2.5, 3.5]); // w - 0.5 · (1, and 1 more where it was read)
  await program.dispose();
});

test("a moving average of a table follows where the table moves", async () => {
  const weights = table(Float32Array.of(1, 1, 1, 1), [2, 2]);
  const updates = optimizerUpdates({ name: "sgd" }, [weights], grad(sum(gather(weights, ids)), [weights]), 1);
  const averaged = movingAverage(updates, 0.75);
  const store = new ParameterStore();
  const program = await compile({ outputs: {}, updates: averaged.updates }, { store });
  await program.run({ ids: fedIds([[1, 1]]) });
  expect([...store.get(weights)]).toEqual([1, 1, -1, -1]);
  expect([...store.get(averaged.averages.get(weights)!)]).toEqual([1, 1, 0.5, 0.5]);
  await program.dispose();
});
