import type { DType } from "../../tensor/index.js";
import { constant } from "../leaves.js";
import type { Tensor } from "../tensor.js";
import { cast } from "./cast.js";
import { equal } from "./comparison.js";
import { checkIndices } from "./indices.js";
import { unsqueeze } from "./reshape.js";

/**
 * 1 at each index and 0 elsewhere, along a new last axis: `[batch]` → `[batch, classes]`.
 * @param indices int32 or int64; one outside 0 … classes - 1 gives a row of zeros
 * @param dtype   default float32
 */
export function oneHot(indices: Tensor, classes: number, dtype: DType = "float32"): Tensor {
  checkIndices("oneHot", indices);
  const every = constant(
    Array.from({ length: classes }, (_, i) => i),
    indices.dtype,
  );
  return cast(equal(unsqueeze(indices, -1), every), dtype);
}
