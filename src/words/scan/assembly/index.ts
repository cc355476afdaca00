// What the search for the nearest words does with many rows of vectors, compiled to WebAssembly with SIMD by
// AssemblyScript. Addresses are bytes.

import { lanesSummed } from "./lanes";

export { quantize, reaching } from "./filter";

/**
 * products[i] = row i · query
 * @param rows     [count, size] float32
 * @param query    [size] float32
 * @param products [count] float32
 */
export function dots(rows: usize, query: usize, products: usize, count: i32, size: i32): void {
  const rowBytes = (<usize>size) << 2;
  const wholeBytes = (<usize>(size & ~3)) << 2;
  const end = products + ((<usize>(count & ~3)) << 2);
  // Four rows at a time: one load of the query serves all of them, and their sums do not wait for one another.
  for (; products < end; products += 16, rows += 4 * rowBytes) {
    const row1 = rows + rowBytes;
    const row2 = row1 + rowBytes;
    const row3 = row2 + rowBytes;
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    for (let at: usize = 0; at < wholeBytes; at += 16) {
      const q = v128.load(query + at);
      sum0 = f32x4.add(sum0, f32x4.mul(v128.load(rows + at), q));
      sum1 = f32x4.add(sum1, f32x4.mul(v128.load(row1 + at), q));
      sum2 = f32x4.add(sum2, f32x4.mul(v128.load(row2 + at), q));
      sum3 = f32x4.add(sum3, f32x4.mul(v128.load(row3 + at), q));
    }
    let sums = lanesSummed(sum0, sum1, sum2, sum3);
    for (let at = wholeBytes; at < rowBytes; at += 4) {
      const column = fourFloats(rows + at, row1 + at, row2 + at, row3 + at);
      sums = f32x4.add(sums, f32x4.mul(column, v128.load32_splat(query + at)));
    }
    v128.store(products, sums);
  }
  for (let i = count & ~3; i < count; i++, products += 4, rows += rowBytes) {
    store<f32>(products, dot(rows, query, size));
  }
}

/**
 * squares[i] = row i · row i
 * @param rows    [count, size] float32
 * @param squares [count] float32
 */
export function squares(rows: usize, squares: usize, count: i32, size: i32): void {
  const rowBytes = (<usize>size) << 2;
  for (let i = 0; i < count; i++, rows += rowBytes, squares += 4) store<f32>(squares, dot(rows, rows, size));
}

/**
 * values[i, j] = scales[i] * bytes[i, j]
 * @param bytes  [count, size] int8
 * @param scales [count] float32
 * @param values [count, size] float32
 */
export function dequantize(bytes: usize, scales: usize, values: usize, count: i32, size: i32): void {
  for (let i = 0; i < count; i++, scales += 4) {
    const scale = load<f32>(scales);
    const four = f32x4.splat(scale);
    const whole = values + ((<usize>(size & ~3)) << 2);
    const end = values + ((<usize>size) << 2);
    for (; values < whole; values += 16, bytes += 4) {
      const integers = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(bytes)));
      v128.store(values, f32x4.mul(f32x4.convert_i32x4_s(integers), four));
    }
    for (; values < end; values += 4, bytes++) store<f32>(values, <f32>load<i8>(bytes) * scale);
  }
}

function dot(a: usize, b: usize, size: i32): f32 {
  let sums = f32x4.splat(0);
  const whole = a + ((<usize>(size & ~3)) << 2);
  const end = a + ((<usize>size) << 2);
  for (; a < whole; a += 16, b += 16) sums = f32x4.add(sums, f32x4.mul(v128.load(a), v128.load(b)));
  let sum = f32x4.extract_lane(lanesSummed(sums, sums, sums, sums), 0);
  for (; a < end; a += 4, b += 4) sum += load<f32>(a) * load<f32>(b);
  return sum;
}

/** The float at each address. */
// @ts-ignore: decorator
@inline
function fourFloats(a: usize, b: usize, c: usize, d: usize): v128 {
  let lanes = v128.load32_zero(a);
  lanes = v128.load_lane<f32>(b, lanes, 1);
  lanes = v128.load_lane<f32>(c, lanes, 2);
  return v128.load_lane<f32>(d, lanes, 3);
}
