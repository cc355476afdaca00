import type { Tensor } from "../../tensor.js";
import { mul } from "../arithmetic.js";
import { concat } from "../concat.js";
import { matmul } from "../matmul.js";
import { reshape } from "../reshape.js";
import { transpose } from "../transpose.js";
import { zeros } from "../zeros.js";

/** The state before the first step: zeros `[batch, hidden]`. */
export const startState = (x: Tensor, hidden: number): Tensor => zeros([x.shape[1]!, hidden], x);

/** A state that is 0 at padding: read from its end, a sequence that is padded there starts as one that is not. */
export const masked = (state: Tensor, mask: Tensor | undefined): Tensor => (mask ? mul(state, mask) : state);

/** Side by side along the last axis. */
export const beside = (...parts: readonly Tensor[]): Tensor => concat(parts, { axis: -1 });

/**
 * The gradient of a weight from all steps, in one product.
 * @param gradient `[length, batch, m]`, of what the weight gave at each step
 * @param input    `[length, batch, k]`, what it was given
 * @returns `[m, k]`
 */
export const weightGradient = (gradient: Tensor, input: Tensor): Tensor =>
  matmul(transpose(rowsOf(gradient)), rowsOf(input));

/** `[length, batch, n]` → `[length · batch, n]`. */
const rowsOf = (x: Tensor): Tensor => reshape(x, [-1, x.shape.at(-1)!]);

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
