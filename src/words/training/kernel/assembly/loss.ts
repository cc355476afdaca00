// -log of the probabilities given to the truth, without a logarithm: their product, kept as a number from 1 to 2 and a
// power of two.

let product: f64 = 1;
let power: f64 = 0;
let pairs: f64 = 0;

export function addPairs(count: i32): void {
  pairs += count;
}

/** Takes in four probabilities of a row and its targets; those at rate 0 do not count. */
export function addLoss(probabilities: v128, label: v128, rate: v128): void {
  const wrong = f32x4.sub(f32x4.splat(1), probabilities);
  const truth = v128.bitselect(probabilities, wrong, f32x4.gt(label, f32x4.splat(0.5)));
  const counted = v128.bitselect(truth, f32x4.splat(1), f32x4.gt(rate, f32x4.splat(0)));
  const p = f32x4.max(counted, f32x4.splat(1e-9));
  product *= <f64>(f32x4.extract_lane(p, 0) * f32x4.extract_lane(p, 1));
  product *= <f64>(f32x4.extract_lane(p, 2) * f32x4.extract_lane(p, 3));
  const bits = reinterpret<u64>(product);
  power += <f64>(<i64>(bits >> 52) - 1023);
  product = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
}

/** The base-2 logarithm of the product so far is `getPower() + log2(getProduct())`, over `getPairs()` pairs of words. */
export function getProduct(): f64 {
  return product;
}
export function getPower(): f64 {
  return power;
}
export function getPairs(): f64 {
  return pairs;
}

export function resetLoss(): void {
  product = 1;
  power = 0;
  pairs = 0;
}
