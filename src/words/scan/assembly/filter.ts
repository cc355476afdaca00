// A filter before the exact search: rows as int8, and how far each is from its copy.

import { lanesSummed } from "./lanes";

/**
 * Rows at length 1 as int8 with a scale each, and how far each is then from where it was:
 *   scale = max |x| / 127 / norm,  bytes = round(x / norm / scale),  error = |x / norm - scale * bytes|
 * @param rows   [count, size] float32
 * @param norms  [count] float32; a row of norm 0 becomes 0
 * @param bytes  [count, stride] int8; columns behind the size stay as they are
 * @param scales [count] float32
 * @param errors [count] float32
 */
export function quantize(
  rows: usize,
  norms: usize,
  bytes: usize,
  scales: usize,
  errors: usize,
  count: i32,
  size: i32,
  stride: i32,
): void {
  const whole = size & ~3;
  for (let i = 0; i < count; i++) {
    const norm = load<f32>(norms);
    const inverse: f32 = norm > 0 ? 1 / norm : 0;
    const most = largest(rows, size) * inverse;
    const scale: f32 = most / 127;
    const steps: f32 = most > 0 ? inverse / scale : 0;
    let missed = f32x4.splat(0);
    let k = 0;
    for (; k < whole; k += 4, rows += 16) {
      const x = v128.load(rows);
      const step = f32x4.nearest(f32x4.mul(x, f32x4.splat(steps)));
      const integers = i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(step), i32x4.splat(0));
      v128.store32_lane(bytes + k, i8x16.narrow_i16x8_s(integers, integers), 0);
      const miss = f32x4.sub(f32x4.mul(x, f32x4.splat(inverse)), f32x4.mul(step, f32x4.splat(scale)));
      missed = f32x4.add(missed, f32x4.mul(miss, miss));
    }
    let error = f32x4.extract_lane(lanesSummed(missed, missed, missed, missed), 0);
    for (; k < size; k++, rows += 4) {
      const x = load<f32>(rows);
      const step = nearest<f32>(x * steps);
      store<i8>(bytes + k, <i8>step);
      const miss = x * inverse - step * scale;
      error += miss * miss;
    }
    store<f32>(scales, scale);
    store<f32>(errors, sqrt<f32>(error));
    norms += 4;
    bytes += stride;
    scales += 4;
    errors += 4;
  }
}

/**
 * Rows whose cosine with a query can reach a threshold: with
 *   cosine = row · query * scale * step,  those of which cosine + error + slack >= threshold
 * @param rows    [count, stride] int8; count a multiple of 4, stride one of 16
 * @param query   [stride] int16
 * @param scales  [count] float32
 * @param errors  [count] float32
 * @param found   [count] int32: numbers of the rows, from `first` on
 * @param cosines [count] float32: of the rows found
 * @param scratch 16 bytes
 * @returns how many were found
 */
export function reaching(
  rows: usize,
  query: usize,
  scales: usize,
  errors: usize,
  count: i32,
  stride: i32,
  step: f32,
  slack: f32,
  threshold: f32,
  first: i32,
  found: usize,
  cosines: usize,
  scratch: usize,
): i32 {
  const start = found;
  for (let i = 0; i < count; i += 4, rows += 4 * stride, scales += 16, errors += 16) {
    const products = f32x4.convert_i32x4_s(fourIntegerDots(rows, query, stride));
    const cosine = f32x4.mul(f32x4.mul(products, v128.load(scales)), f32x4.splat(step));
    const atMost = f32x4.add(f32x4.add(cosine, v128.load(errors)), f32x4.splat(slack));
    let mask = i32x4.bitmask(f32x4.ge(atMost, f32x4.splat(threshold)));
    if (mask == 0) continue;
    v128.store(scratch, cosine);
    for (let lane = 0; mask != 0; lane++, mask >>= 1) {
      if ((mask & 1) == 0) continue;
      store<i32>(found, first + i + lane);
      store<f32>(cosines, load<f32>(scratch + (<usize>lane << 2)));
      found += 4;
      cosines += 4;
    }
  }
  return <i32>((found - start) >> 2);
}

/** The products of four rows of int8 with a query of int16. */
// @ts-ignore: decorator
@inline
function fourIntegerDots(rows: usize, query: usize, stride: i32): v128 {
  const row1 = rows + stride;
  const row2 = row1 + stride;
  const row3 = row2 + stride;
  let sum0 = i32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  for (let at: usize = 0; at < <usize>stride; at += 16) {
    const low = v128.load(query + 2 * at);
    const high = v128.load(query + 2 * at, 16);
    sum0 = i32x4.add(sum0, integerProducts(v128.load(rows + at), low, high));
    sum1 = i32x4.add(sum1, integerProducts(v128.load(row1 + at), low, high));
    sum2 = i32x4.add(sum2, integerProducts(v128.load(row2 + at), low, high));
    sum3 = i32x4.add(sum3, integerProducts(v128.load(row3 + at), low, high));
  }
  const ab = i32x4.add(v128.shuffle<i32>(sum0, sum1, 0, 4, 1, 5), v128.shuffle<i32>(sum0, sum1, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(sum2, sum3, 0, 4, 1, 5), v128.shuffle<i32>(sum2, sum3, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}

/** Sixteen int8 times sixteen int16, added up in four lanes. */
// @ts-ignore: decorator
@inline
function integerProducts(bytes: v128, low: v128, high: v128): v128 {
  return i32x4.add(
    i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(bytes), low),
    i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(bytes), high),
  );
}

/** The largest absolute number of a row. */
function largest(row: usize, size: i32): f32 {
  const whole = row + ((<usize>(size & ~3)) << 2);
  const end = row + ((<usize>size) << 2);
  let lanes = f32x4.splat(0);
  for (; row < whole; row += 16) lanes = f32x4.pmax(lanes, f32x4.abs(v128.load(row)));
  let most = max<f32>(
    max<f32>(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    max<f32>(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  );
  for (; row < end; row += 4) most = max<f32>(most, abs<f32>(load<f32>(row)));
  return most;
}
