import { OptionError } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { node, scalar } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { mapValues } from "../value.js";
import { mul } from "./arithmetic.js";
import { cast } from "./cast.js";
import { equal } from "./comparison.js";

const clipOperator = defineOperator("clip", {
  inputs: ["x"],
  options: { min: -Infinity, max: Infinity },
  elementwise: true,
  shape: ([x], { min, max }) => {
    if (min <= max) return x.shape;
    throw new OptionError(`clip: min ${min} is not at most max ${max}.`);
  },
  gradient: (dy, [x], y) => [mul(dy, cast(equal(x, y), x.dtype))],
  onnx: ([x], { min, max }) => node("Clip", [x, bound(min), bound(max)]),
  evaluate: ([x], { min, max }) => mapValues((x) => Math.min(Math.max(x, min), max), x),
});

const bound = (value: number) => (Number.isFinite(value) ? scalar(value) : undefined);

/**
 * x, float32, cut to min … max. The gradient flows where min ≤ x ≤ max, bounds included, as PyTorch's clamp does.
 * @param min default none
 * @param max default none
 * @throws OptionError if min > max
 */
export const clip = (x: Tensor, { min = -Infinity, max = Infinity }: { min?: number; max?: number }): Tensor =>
  clipOperator(x, { min, max });
