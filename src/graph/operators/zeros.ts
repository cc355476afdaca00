import type { Shape } from "../../tensor/index.js";
import { sizeOf } from "../../tensor/index.js";
import { defineOperator } from "../define-operator.js";
import { node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { resolveSizes, shapeExpression, sizeSources, type SizeSource } from "./named-sizes.js";

const zerosOperator = defineOperator("zeros", {
  inputs: ["like"],
  options: { shape: [] as Shape, sizes: [] as readonly SizeSource[] },
  shape: (_, { shape }) => shape,
  dtype: () => "float32",
  gradient: () => [undefined],
  onnx: ([like], { sizes }) => node("ConstantOfShape", [shapeExpression(sizes, like)]),
  evaluate: ([like], { sizes }) => {
    const shape = resolveSizes(sizes, like.shape);
    return { shape, data: new Float64Array(sizeOf(shape)) };
  },
});

/**
 * Zeros, float32.
 * @param namesFrom a tensor that has the named axes of the shape: their sizes are read from it at the run; its numbers do
 *                  not matter
 * @throws ShapeError if it lacks one of them
 */
export const zeros = (shape: Shape, namesFrom: Tensor): Tensor =>
  zerosOperator(namesFrom, { shape, sizes: sizeSources(shape, namesFrom, "zeros") });
