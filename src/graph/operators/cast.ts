import { isFloating, type DType } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { node } from "../lowering.js";
import { dataTypes } from "../onnx-node.js";
import type { Tensor } from "../tensor.js";
import { mapValues } from "../value.js";

const castOperator = defineOperator("cast", {
  inputs: ["x"],
  options: { to: "float32" as DType },
  elementwise: true,
  shape: ([x]) => x.shape,
  dtype: (_, { to }) => to,
  gradient: (dy, [x]) => [isFloating(x.dtype) ? cast(dy, x.dtype) : undefined],
  onnx: ([x], { to }) => (x.dtype === to ? x : node("Cast", [x], { to: dataTypes[to] })),
  evaluate: ([x], { to }) => mapValues(convert[to], x),
});

/** The same numbers in another dtype; to an integer they are cut towards 0, to bool everything but 0 is true. */
export const cast = (x: Tensor, to: DType): Tensor => (x.dtype === to ? x : castOperator(x, { to }));

const same = (x: number) => x;
const convert: Readonly<Record<DType, (x: number) => number>> = {
  float32: same,
  float64: same,
  float16: same,
  int8: (x) => (Math.trunc(x) << 24) >> 24,
  uint8: (x) => Math.trunc(x) & 255,
  int32: (x) => Math.trunc(x) | 0,
  uint32: (x) => Math.trunc(x) >>> 0,
  int64: Math.trunc,
  bool: (x) => Number(x !== 0),
};
