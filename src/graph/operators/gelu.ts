import type { Tensor } from "../tensor.js";
import { add, mul } from "./arithmetic.js";
import { erf, tanh } from "./unary.js";

/**
 * The Gaussian error linear unit, x · Φ(x) with Φ the normal distribution's cumulative probability.
 * @param approximate "none" (default): Φ(x) = (1 + erf(x / √2)) / 2; "tanh": Φ(x) ≈ (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2
 * Source: Hendrycks and Gimpel 2016, arXiv:1606.08415, section 2.
 */
export function gelu(x: Tensor, { approximate = "none" }: { approximate?: "none" | "tanh" } = {}): Tensor {
  const cubic = () => add(x, mul(0.044715, mul(x, mul(x, x))));
  const centred = approximate === "none" ? erf(mul(x, Math.SQRT1_2)) : tanh(mul(Math.sqrt(2 / Math.PI), cubic()));
  return mul(mul(0.5, x), add(1, centred));
}
