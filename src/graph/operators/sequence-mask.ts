import type { Tensor } from "../tensor.js";
import { cast } from "./cast.js";
import { less } from "./comparison.js";
import { positions } from "./positions.js";
import { unsqueeze } from "./reshape.js";

/**
 * 1 where a sequence goes on and 0 behind its end: float32 `[length, batch, 1]`.
 * @param x       `[length, batch, ...]`; its numbers do not matter
 * @param lengths int32 `[batch]`, how many elements each sequence truly has
 */
export const sequenceMask = (x: Tensor, lengths: Tensor): Tensor =>
  unsqueeze(cast(less(unsqueeze(positions(x, { axis: 0 }), -1), lengths), "float32"), -1);
