import { sigmoid, tanh } from "./sigmoid";

// Over `bytes`, a multiple of 16, in place.

export function relu(x: usize, bytes: usize): void {
  for (let end = x + bytes; x < end; x += 16) v128.store(x, f32x4.max(v128.load(x), f32x4.splat(0)));
}

export function tanhAll(x: usize, bytes: usize): void {
  for (let end = x + bytes; x < end; x += 16) v128.store(x, tanh(v128.load(x)));
}

export function sigmoidAll(x: usize, bytes: usize): void {
  for (let end = x + bytes; x < end; x += 16) v128.store(x, sigmoid(v128.load(x)));
}

/** x * sigmoid(x) */
export function siluAll(x: usize, bytes: usize): void {
  for (let end = x + bytes; x < end; x += 16) v128.store(x, f32x4.mul(v128.load(x), sigmoid(v128.load(x))));
}

/** Copies of a row of `width` bytes, one behind the other. */
export function repeat(out: usize, row: usize, width: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    memory.copy(out, row, width);
    out += width;
  }
}

/** out[j] = the largest of rows[i][j]; `step` bytes from one row to the next. */
export function largest(out: usize, rows: usize, step: usize, count: i32, width: usize): void {
  for (let j: usize = 0; j < width; j += 16) {
    let most = v128.load(rows + j);
    for (let i = 1; i < count; i++) most = f32x4.max(most, v128.load(rows + j + step * <usize>i));
    v128.store(out + j, most);
  }
}

/** The largest of each block of 2 by 2 pixels of `pixel` bytes; `step` and `outStep` bytes from line to line. */
export function halve(out: usize, outStep: usize, x: usize, step: usize, height: i32, width: i32, pixel: usize): void {
  for (let i = 0; i < height; i++) {
    let from = x + <usize>(2 * i) * step;
    let to = out + <usize>i * outStep;
    for (let j = 0; j < width; j++) {
      for (let at: usize = 0; at < pixel; at += 16) {
        const p = from + at;
        const above = f32x4.max(v128.load(p), v128.load(p + pixel));
        const below = f32x4.max(v128.load(p + step), v128.load(p + step + pixel));
        v128.store(to + at, f32x4.max(above, below));
      }
      from += 2 * pixel;
      to += pixel;
    }
  }
}
