import { describe, expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import { lower, simplify, type Parameter } from "../../src/graph/index.js";
import { buildModel, modelInput, type NamedModel } from "../../src/models/index.js";
import { inferencePass, trainingPass } from "../../src/nn/index.js";
import { ndarray, Random } from "../../src/tensor/index.js";
import { expectClose } from "../nn/numbers.js";

const models: readonly NamedModel[] = [
  { model: "rnn", hidden: 6, layers: 2 },
  { model: "gru", hidden: 6, pooling: "max" },
  { model: "lstm", hidden: 6, pooling: "mean" },
  { model: "bigru", hidden: 6, layers: 2 },
  { model: "bilstm", hidden: 6, pooling: "attention" },
  { model: "textcnn", hidden: 4 },
  { model: "bag" },
  { model: "bag", pooling: "attention" },
  { model: "transformer", hidden: 8, layers: 2, heads: 2, dropout: 0 },
];
const context = { inputShape: ["length"], classes: 3, words: { count: 30 } } as const;

/** Texts side by side, filled up with 0 to a length. */
function batch(texts: readonly (readonly number[])[], length: number) {
  const words = texts.flatMap((text) => [...text, ...new Array<number>(length - text.length).fill(0)]);
  return { input: ndarray("int32", [texts.length, length], Int32Array.from(words)) };
}

describe.each(models)("$model, %j", (options) => {
  test.each(["training", "inference"] as const)(
    "more padding and other texts beside it change nothing, %s",
    async (mode) => {
      const { forward } = buildModel(options, { ...context, random: new Random(1) });
      const x = modelInput(context);
      const { logits } = forward(x, mode === "training" ? trainingPass() : inferencePass());
      const program = await compile({ outputs: { logits } }, { store: new ParameterStore() });
      const run = async (texts: readonly (readonly number[])[], length: number) =>
        (await program.run(batch(texts, length)))["logits"]!.data as Float32Array;

      const texts = [[3, 29, 4, 4], [7], [], [1, 2, 3, 4, 5, 6, 7]];
      const together = await run(texts, 7);
      expect(together.every(Number.isFinite)).toBe(true);
      expectClose(await run(texts, 20), [...together], 1e-6, "with more padding");
      for (const [i, text] of texts.entries()) {
        const alone = await run([text], Math.max(1, text.length));
        expectClose(alone, [...together.slice(3 * i, 3 * i + 3)], 1e-6, `text ${i} alone`);
      }
      await program.dispose();
    },
  );
});

test.each([
  ["rnn", "RNN", 2],
  ["gru", "GRU", 2],
  ["lstm", "LSTM", 2],
  ["bigru", "GRU", 4],
  ["bilstm", "LSTM", 4],
] as const)("%s is exported as the standard operator %s", (model, op, count) => {
  const { module, forward } = buildModel({ model, hidden: 5, layers: 2 }, { ...context, random: new Random(1) });
  const x = modelInput(context);
  const outputs = simplify([forward(x, inferencePass()).logits]);
  const weights = new Map(
    [...module.namedParameters()].map(([name, parameter]: [string, Parameter]) => [
      parameter,
      { name, data: parameter.initial },
    ]),
  );
  const { nodes } = lower("m", {
    inputs: new Map([["input", x]]),
    outputs: new Map([["logits", outputs[0]!]]),
    weights,
  });
  expect(nodes.filter((node) => node.op === op)).toHaveLength(count);
  expect(nodes.filter((node) => node.op === "Scan" || node.domain !== "")).toEqual([]);
});
