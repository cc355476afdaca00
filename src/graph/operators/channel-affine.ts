import { formatShape, ShapeError } from "../../tensor/index.js";
import { defineOperator, type Ternary } from "../define-operator.js";
import { literal, node, real } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { generate, at } from "../value.js";
import { mul } from "./arithmetic.js";
import { sum } from "./reductions.js";

/**
 * y[n, c, …] = x[n, c, …] · scale[c] + shift[c], in one pass over x: what batch normalisation comes down to once the
 * statistics are known.
 * @param x     `[batch, channels, ...]`
 * @param scale `[channels]`
 * @param shift `[channels]`
 * @throws ShapeError if scale or shift is not `[channels]`
 */
export const channelAffine: Ternary = defineOperator("channelAffine", {
  inputs: ["x", "scale", "shift"],
  shape: ([x, scale, shift]) => {
    for (const [name, tensor] of Object.entries({ scale, shift })) {
      if (tensor.rank !== 1 || tensor.shape[0] !== x.shape[1]) {
        throw new ShapeError(
          `channelAffine: ${name} is ${formatShape(tensor.shape)}, expected [${x.shape[1]}], the channels of ${formatShape(x.shape)}.`,
        );
      }
    }
    return x.shape;
  },
  gradient: (dy, [x, scale]) => {
    const axis = allButChannels(x);
    return [channelAffine(dy, scale, mul(scale, 0)), sum(mul(dy, x), { axis }), sum(dy, { axis })];
  },
  onnx: ([x, scale, shift]) => {
    // The inference form of BatchNormalization with mean 0 and variance 1.
    const channels = [x.shape[1] as number];
    const constants = [0, 1].map((value) =>
      literal({ dtype: "float32", shape: channels, data: new Float32Array(channels[0]!).fill(value) }),
    );
    return node("BatchNormalization", [x, scale, shift, ...constants], { epsilon: real(0) });
  },
  evaluate: ([x, scale, shift]) =>
    generate(x.shape, (index) => at(x, index) * scale.data[index[1]!]! + shift.data[index[1]!]!),
});

/** The axes of `[batch, channels, ...]` without that of the channels. */
export const allButChannels = (x: Tensor): number[] => x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
