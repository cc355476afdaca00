import type { Tensor, TensorLike } from "../tensor.js";
import { div, mul, sub } from "./arithmetic.js";
import { sum } from "./reductions.js";
import { logSoftmax } from "./softmax.js";
import { exp } from "./unary.js";

/**
 * KL(softmax(t / T) || softmax(s / T)) from logits, without overflow: the sum over classes, one number a sample.
 *   Σ_c p_c · (log p_c - log q_c)   with p the teacher's and q the student's softened probabilities
 * @param teacherLogits `[..., classes]`
 * @param studentLogits `[..., classes]`
 * @param temperature   T, default 1; a scalar tensor where a sweep moves it
 * @returns `[...]`, at least 0
 */
export function klDivergence(teacherLogits: Tensor, studentLogits: Tensor, temperature: TensorLike = 1): Tensor {
  const logP = logSoftmax(div(teacherLogits, temperature));
  const logQ = logSoftmax(div(studentLogits, temperature));
  return sum(mul(exp(logP), sub(logP, logQ)), { axis: -1 });
}
