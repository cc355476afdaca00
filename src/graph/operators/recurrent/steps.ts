import type { Tensor } from "../../tensor.js";
import { mul } from "../arithmetic.js";
import { matmul } from "../matmul.js";
import { reshape } from "../reshape.js";
import { transpose } from "../transpose.js";
import { zeros } from "../zeros.js";

/** The state before the first step, zeros `[batch, hidden]`, of a sequence `[length, batch, hidden]`. */
export const startState = (sequence: Tensor): Tensor => zeros(sequence.shape.slice(1), sequence);

/** A state that is 0 at padding: a sequence that begins with padding, read from its end, then starts where one without would. */
export const masked = (state: Tensor, mask: Tensor | undefined): Tensor => (mask ? mul(state, mask) : state);

/**
 * The gradient of a weight R in R h, all steps in one product.
 * @param gradient of R h, `[length, batch, hidden]`
 * @param before   h before each step, of the same shape
 * @returns `[hidden, hidden]`
 */
export const weightGradient = (gradient: Tensor, before: Tensor): Tensor =>
  matmul(transpose(rowsOf(gradient)), rowsOf(before));

/** `[length, batch, n]` → `[length · batch, n]`. */
const rowsOf = (x: Tensor): Tensor => reshape(x, [-1, x.shape.at(-1)!]);

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
