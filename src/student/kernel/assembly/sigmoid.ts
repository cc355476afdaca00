/**
 * The logistic function 1 / (1 + e^-x) of four numbers, to 1e-6: e^-x as a power of two, by its whole part and a
 * polynomial. Added to 1.5 * 2^23, a number is rounded to a whole one, which then stands in the lowest bits. pmin and pmax
 * are one instruction each, where min and max are seven, for NaN.
 */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const y = f32x4.pmax(f32x4.pmin(f32x4.mul(x, f32x4.splat(-1.4426950408889634)), f32x4.splat(30)), f32x4.splat(-30));
  const magic = f32x4.splat(12582912);
  const rounded = f32x4.add(y, magic);
  const f = f32x4.sub(y, f32x4.sub(rounded, magic)); // -0.5 to 0.5, where 2^f = sum of (ln 2)^n f^n / n!
  let p = f32x4.splat(0.0013333558);
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.0096181291));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.0555041087));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.240226507));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.6931471806));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1));
  // Whole powers are added to the exponent, 8 bits from bit 23 on.
  const power = i32x4.add(p, i32x4.shl(rounded, 23));
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), power));
}

/** The hyperbolic tangent of four numbers: 2 / (1 + e^-2x) - 1. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const s = sigmoid(f32x4.add(x, x));
  return f32x4.sub(f32x4.add(s, s), f32x4.splat(1));
}
