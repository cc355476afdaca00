import type { Inputs } from "../data/index.js";
import type { NDArray, Shape } from "../tensor/index.js";

/** Prepared samples as a program is fed them, `[size, ...shape]`; texts are as long as the longest of them. */
export const inputArray = (data: Inputs, size: number, shape: Shape): NDArray =>
  data instanceof Int32Array
    ? { dtype: "int32", shape: [size, data.length / size], data }
    : { dtype: "float32", shape: [size, ...(shape as readonly number[])], data };
