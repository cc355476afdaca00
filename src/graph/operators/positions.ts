import { normalizeAxis } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { int64s, literal, node } from "../lowering.js";
import { dataTypes } from "../onnx-node.js";
import type { Tensor } from "../tensor.js";

const positionsOperator = defineOperator("positions", {
  inputs: ["x"],
  options: { axis: 0 },
  shape: ([x], { axis }) => [x.shape[axis]!],
  dtype: () => "int32",
  onnx: ([x], { axis }) => {
    const size = node("Squeeze", [node("Shape", [x], { start: axis, end: axis + 1 }), int64s([0])]);
    return node("Range", [int32(0), node("Cast", [size], { to: dataTypes.int32 }), int32(1)]);
  },
  evaluate: ([x], { axis }) => {
    const size = x.shape[axis]!;
    return { shape: [size], data: Float64Array.from({ length: size }, (_, i) => i) };
  },
});

const int32 = (value: number) => literal({ dtype: "int32", shape: [], data: Int32Array.of(value) });

/** 0, 1, 2, … along one axis of x: int32 `[size]`. The numbers of x do not matter. */
export const positions = (x: Tensor, { axis }: { axis: number }): Tensor =>
  positionsOperator(x, { axis: normalizeAxis(axis, x.shape, "positions") });
