import { normalizeAxis } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { literal, node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { alongAxis } from "../value.js";

type Operator = (x: Tensor, options: { axis: number; exclusive: boolean; reverse: boolean }) => Tensor;

const cumsumOperator: Operator = defineOperator("cumsum", {
  inputs: ["x"],
  options: { axis: 0, exclusive: false as boolean, reverse: false as boolean },
  shape: ([x]) => x.shape,
  gradient: (dy, _, __, { axis, exclusive, reverse }) => [cumsumOperator(dy, { axis, exclusive, reverse: !reverse })],
  onnx: ([x], { axis, exclusive, reverse }) =>
    node("CumSum", [x, literal({ dtype: "int64", shape: [], data: BigInt64Array.of(BigInt(axis)) })], {
      exclusive: Number(exclusive),
      reverse: Number(reverse),
    }),
  evaluate: ([x], { axis, exclusive, reverse }) =>
    alongAxis(x, axis, (row) => {
      const order = reverse ? row.toReversed() : row;
      let total = 0;
      const sums = order.map((x) => {
        const before = total;
        total += x;
        return exclusive ? before : total;
      });
      return reverse ? sums.reverse() : sums;
    }),
});

/**
 * The sum of all numbers up to each one along an axis.
 * @param axis      default -1
 * @param exclusive without the number itself; default false
 * @param reverse   from the end; default false
 */
export const cumsum = (
  x: Tensor,
  { axis = -1, exclusive = false, reverse = false }: { axis?: number; exclusive?: boolean; reverse?: boolean } = {},
): Tensor => cumsumOperator(x, { axis: normalizeAxis(axis, x.shape, "cumsum"), exclusive, reverse });
