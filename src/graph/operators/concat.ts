import { formatShape, normalizeAxis, sameShape, ShapeError, sizeOf, type Dim } from "../../tensor/index.js";
import { defineVariadicOperator } from "../define-operator.js";
import { node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { unsqueeze } from "./reshape.js";
import { slice } from "./slice.js";

const concatOperator = defineVariadicOperator<{ readonly axis: number }>("concat", {
  inputs: [],
  shape: (inputs, { axis }) => {
    const [first] = inputs as readonly [Tensor];
    const sizes: Dim[] = inputs.map((input) => input.shape[axis]!);
    const fits = inputs.every(
      (input) => input.rank === first.rank && sameShape(input.shape.with(axis, 1), first.shape.with(axis, 1)),
    );
    if (!fits || (inputs.length > 1 && sizes.some((size) => typeof size === "string"))) {
      throw new ShapeError(
        `concat: ${inputs.map((input) => formatShape(input.shape)).join(", ")} do not join along axis ${axis}: ` +
          `all other axes must be equal, and this one must have a fixed size.`,
      );
    }
    return first.shape.with(
      axis,
      (sizes as number[]).reduce((total, size) => total + size),
    );
  },
  gradient: (dy, inputs, _, { axis }) => {
    let begin = 0;
    return inputs.map((input) => slice(dy, { axis, begin, end: (begin += input.shape[axis] as number) }));
  },
  onnx: (inputs, { axis }) => node("Concat", inputs, { axis }),
  evaluate: (inputs, { axis }) => {
    const shape = inputs[0]!.shape.with(
      axis,
      inputs.reduce((total, input) => total + input.shape[axis]!, 0),
    );
    const data = new Float64Array(sizeOf(shape));
    const rows = sizeOf(shape.slice(0, axis));
    let position = 0;
    for (let row = 0; row < rows; row++) {
      for (const input of inputs) {
        const length = input.data.length / rows;
        data.set(input.data.subarray(row * length, (row + 1) * length), position);
        position += length;
      }
    }
    return { shape, data };
  },
});

/**
 * Tensors one behind the other along one axis; all their other axes are equal.
 * @param axis default 0; negative counts from the end
 * @throws ShapeError if they do not fit
 */
export const concat = (inputs: readonly Tensor[], { axis = 0 }: { axis?: number } = {}): Tensor =>
  inputs.length === 1
    ? inputs[0]!
    : concatOperator(inputs, { axis: inputs[0] ? normalizeAxis(axis, inputs[0].shape, "concat") : 0 });

/** Tensors of one shape side by side along a new axis (default the first): three `[n]` become `[3, n]`. */
export const stack = (inputs: readonly Tensor[], { axis = 0 }: { axis?: number } = {}): Tensor =>
  concat(
    inputs.map((input) => unsqueeze(input, axis)),
    { axis },
  );
