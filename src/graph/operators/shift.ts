import { normalizeAxis } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { int64s, node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { alongAxis } from "../value.js";

interface Shift {
  readonly axis: number;
  readonly by: number;
}

const shiftOperator: (x: Tensor, options: Shift) => Tensor = defineOperator("shift", {
  inputs: ["x"],
  options: { axis: 0, by: 0 },
  shape: ([x]) => x.shape,
  gradient: (dy, _, __, { axis, by }) => [shift(dy, { axis, by: -by })],
  onnx: ([x], { axis, by }) => {
    const amount = (size: number) => x.shape.map((_, i) => (i === axis ? size : 0));
    return node("Pad", [x, int64s([...amount(by), ...amount(-by)])]); // negative padding cuts
  },
  evaluate: ([x], { axis, by }) => alongAxis(x, axis, (row) => row.map((_, i) => row[i - by] ?? 0)),
});

/**
 * x moved along one axis, of whatever size: y[i] = x[i - by], 0 where there is no such element.
 * @param by steps towards the end; negative towards the start
 */
export const shift = (x: Tensor, { axis, by }: Shift): Tensor =>
  by === 0 ? x : shiftOperator(x, { axis: normalizeAxis(axis, x.shape, "shift"), by });
