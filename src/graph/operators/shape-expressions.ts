import { isStatic } from "../../tensor/index.js";
import { int64s, node, type Expression, type Reference } from "../lowering.js";

/** The shape of an operator's input in ONNX: numbers where they are known, else taken at the run. */
export const shapeOf = (x: Reference): Expression => (isStatic(x.shape) ? int64s(x.shape) : node("Shape", [x]));

/** Zeros (float32) in the shape of an operator's input in ONNX. */
export const zerosLike = (x: Reference): Expression => node("ConstantOfShape", [shapeOf(x)]);
