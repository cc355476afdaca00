import { defineOperator } from "../define-operator.js";
import { node } from "../lowering.js";
import type { Tensor } from "../tensor.js";
import { mapValues } from "../value.js";
import { div, mul, neg, sub } from "./arithmetic.js";

/** An element-wise operator on one tensor. The derivative is a graph of x and y. */
const unary = (name: string, op: string, f: (x: number) => number, derivative?: (x: Tensor, y: Tensor) => Tensor) =>
  defineOperator(name, {
    inputs: ["x"],
    elementwise: true,
    shape: ([x]) => x.shape,
    gradient: (dy, [x], y) => [derivative && mul(dy, derivative(x, y))],
    onnx: ([x]) => node(op, [x]),
    evaluate: ([x]) => mapValues(f, x),
  });

/** eˣ. */
export const exp = unary("exp", "Exp", Math.exp, (_, y) => y);

/** The natural logarithm. */
export const log = unary("log", "Log", Math.log, (x) => div(1, x));

/** √x. */
export const sqrt = unary("sqrt", "Sqrt", Math.sqrt, (_, y) => div(0.5, y));

/** 1/x. */
export const reciprocal = unary(
  "reciprocal",
  "Reciprocal",
  (x) => 1 / x,
  (_, y) => neg(mul(y, y)),
);

/** Sine of x in radians. */
export const sin = unary("sin", "Sin", Math.sin, (x) => cos(x));

/** Cosine of x in radians. */
export const cos = unary("cos", "Cos", Math.cos, (x) => neg(sin(x)));

/** The hyperbolic tangent. */
export const tanh = unary("tanh", "Tanh", Math.tanh, (_, y) => sub(1, mul(y, y)));

/** The logistic function 1 / (1 + e⁻ˣ). */
export const sigmoid = unary(
  "sigmoid",
  "Sigmoid",
  (x) => 1 / (1 + Math.exp(-x)),
  (_, y) => mul(y, sub(1, y)),
);

/** log(1 + eˣ), without overflow. */
export const softplus = unary(
  "softplus",
  "Softplus",
  (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  (x) => sigmoid(x),
);

/** The error function 2/√π ∫₀ˣ e^(-t²) dt. */
export const erf = unary("erf", "Erf", erfValue, (x) => mul(2 / Math.sqrt(Math.PI), exp(neg(mul(x, x)))));

/** -1, 0 or 1; no gradient flows. */
export const sign = unary("sign", "Sign", Math.sign);

/** The largest integer at most x; no gradient flows. */
export const floor = unary("floor", "Floor", Math.floor);

/**
 * erf in float64: its Maclaurin series for |x| < 3, the continued fraction of erfc beyond
 * (Abramowitz and Stegun 1964, 7.1.6 and 7.1.14).
 */
function erfValue(x: number): number {
  const z = Math.abs(x);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) sum += term *= (2 * z * z) / (2 * n + 1);
    return (Math.sign(x) * 2 * Math.exp(-z * z) * sum) / Math.sqrt(Math.PI);
  }
  let fraction = z;
  for (let n = 60; n > 0; n--) fraction = z + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-z * z) / (fraction * Math.sqrt(Math.PI)));
}
