import { ShapeError } from "../../tensor/index.js";
import type { Tensor } from "../tensor.js";

/** @throws ShapeError if a tensor that should hold positions is no int32 or int64 */
export function checkIndices(name: string, indices: Tensor): void {
  if (indices.dtype === "int32" || indices.dtype === "int64") return;
  throw new ShapeError(
    `${name}: the indices are ${indices.dtype}, expected int32 or int64. Use cast(indices, "int64").`,
  );
}
