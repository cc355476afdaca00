import { expect, test } from "vitest";
import * as graph from "../../src/graph/index.js";
import { input } from "../../src/graph/index.js";
import { OptionError, ShapeError } from "../../src/tensor/index.js";
import { mistaken } from "./fixtures/model.js";

test("an error names operator, shapes, what would fit, and the line of the user's code", () => {
  expect(mistaken).toThrow(ShapeError);
  expect(mistaken).toThrow("matmul: inner sizes differ: [batch, 784] × [512, 10] needs 784 = 512. (at model.ts:7)");
});

const x = input("x", ["batch", 3]);
const images = input("images", ["batch", 3, 8, 8]);
const whole = input("whole", ["batch"], "int64");

test.each<[string, () => unknown, string]>([
  ["add", () => graph.add(x, input("y", ["batch", 4])), "add: [batch, 3] and [batch, 4] do not broadcast: 3 meets 4"],
  ["add", () => graph.add(x, input("y", [5, 3])), "add: [batch, 3] and [5, 3] do not broadcast: batch meets 5"],
  ["add", () => graph.add(x, undefined as never), "add: b is missing, expected a tensor or a number"],
  ["sum", () => graph.sum(x, { axis: 2 }), "sum: there is no axis 2 in [batch, 3]. Use -2 to 1."],
  ["reshape", () => graph.reshape(images, ["batch", 100]), "reshape: [batch, 3, 8, 8] has not as many elements"],
  [
    "transpose",
    () => graph.transpose(x, [0, 0]),
    "transpose: the order [0, 0] is no permutation of the axes of [batch, 3]",
  ],
  ["squeeze", () => graph.squeeze(x, 1), "squeeze: axis 1 of [batch, 3] is not 1"],
  ["concat", () => graph.concat([x, images]), "concat: [batch, 3], [batch, 3, 8, 8] do not join along axis 0"],
  ["concat", () => graph.concat([]), "concat: got no tensor"],
  ["slice", () => graph.slice(x, { axis: 0, begin: 1 }), "slice: the axis batch of [batch, 3] has no fixed size"],
  [
    "slice",
    () => graph.slice(x, { axis: 1, begin: 3 }),
    "slice: nothing is left of axis 1 of [batch, 3] from 3 to the end",
  ],
  ["split", () => graph.split(x, 2, { axis: 1 }), "split: axis 1 of [batch, 3] does not split into [1.5, 1.5]"],
  ["pad", () => graph.pad(x, { before: [0, -1] }), "pad: [batch, 3] with [0, -1] before"],
  ["pad", () => graph.pad(x, { before: [1, 0] }), "pad: the axis batch of [batch, 3] has no fixed size"],
  ["gather", () => graph.gather(x, x), "gather: the indices are float32, expected int32 or int64"],
  [
    "takeAlongAxis",
    () => graph.takeAlongAxis(x, whole),
    "takeAlongAxis: the indices [batch] must have the sizes of [batch, 3]",
  ],
  ["crossEntropy", () => graph.crossEntropy(x, x), "crossEntropy: logits [batch, 3] and labels [batch, 3]"],
  ["maxPool2d", () => graph.maxPool2d(x, { kernel: 2 }), "maxPool2d: [batch, 3] with a window of 2×2"],
  ["maxPool2d", () => graph.maxPool2d(images, { kernel: 9 }), "maxPool2d: [batch, 3, 8, 8] with a window of 9×9"],
  ["grad", () => graph.grad(x, [x]), "grad: the loss is [batch, 3], expected a scalar. Take its sum or mean."],
  ["parameter", () => graph.parameter([2, 2], new Float32Array(3)), "parameter: [2, 2] needs 4 numbers, got 3"],
])("%s says what does not fit", (_, wrong, message) => {
  expect(wrong).toThrow(ShapeError);
  expect(wrong).toThrow(message);
});

test.each<[() => unknown, string]>([
  [() => graph.clip(x, { min: 1, max: 0 }), "clip: min 1 is not at most max 0"],
  [() => graph.slice(x, { axis: 1, step: 0 }), "slice: step is 0, expected an integer but 0"],
  [() => graph.maxPool2d(images, { kernel: 2, padding: 2 }), "pooling: kernel 2×2, stride 2×2, padding 2×2"],
])("a wrong option is refused", (wrong, message) => {
  expect(wrong).toThrow(OptionError);
  expect(wrong).toThrow(message);
});

test("evaluate says which input is not fed, and which shape does not fit", () => {
  expect(() => graph.evaluate([graph.neg(x)])).toThrow("evaluate: the input x is not fed");
  const fed = new Map([[x, graph.valueFrom([[1, 2]])]]);
  expect(() => graph.evaluate([graph.neg(x)], fed)).toThrow("evaluate: fed [1, 2] for [batch, 3]");
});
