/**
 * For each of `count` places: out[j] += sum over k of x[k] * matrix[k][j]. Sums of 24 columns stay in registers while the
 * numbers of x go by: with a matrix that has a row for each input, nothing has to be summed across lanes. More columns
 * would not fit: V8 loads all that an iteration needs before it begins to multiply.
 * @param outStep bytes from one place's results to the next
 * @param xStep   bytes from one place's numbers to the next; places may overlap, as windows do
 * @param inputs  how many numbers x has
 * @param width   bytes of a row of the matrix and of out, a multiple of 16
 */
export function multiply(
  out: usize,
  outStep: usize,
  x: usize,
  xStep: usize,
  count: i32,
  matrix: usize,
  inputs: i32,
  width: usize,
): void {
  const bytes = (<usize>inputs) << 2;
  for (let place = 0; place < count; place++) {
    let j: usize = 0;
    for (; j + 96 <= width; j += 96) columns24(out + j, x, x + bytes, matrix + j, width);
    for (; j + 32 <= width; j += 32) columns8(out + j, x, x + bytes, matrix + j, width);
    if (j < width) columns4(out + j, x, x + bytes, matrix + j, width);
    out += outStep;
    x += xStep;
  }
}

// @ts-ignore: decorator
@inline
function columns24(out: usize, x: usize, end: usize, m: usize, width: usize): void {
  let a = v128.load(out), b = v128.load(out, 16), c = v128.load(out, 32);
  let d = v128.load(out, 48), e = v128.load(out, 64), f = v128.load(out, 80);
  for (; x < end; x += 4, m += width) {
    const s = v128.load32_splat(x);
    a = f32x4.add(a, f32x4.mul(s, v128.load(m)));
    b = f32x4.add(b, f32x4.mul(s, v128.load(m, 16)));
    c = f32x4.add(c, f32x4.mul(s, v128.load(m, 32)));
    d = f32x4.add(d, f32x4.mul(s, v128.load(m, 48)));
    e = f32x4.add(e, f32x4.mul(s, v128.load(m, 64)));
    f = f32x4.add(f, f32x4.mul(s, v128.load(m, 80)));
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
  v128.store(out, e, 64);
  v128.store(out, f, 80);
}

// @ts-ignore: decorator
@inline
function columns8(out: usize, x: usize, end: usize, m: usize, width: usize): void {
  let a = v128.load(out), b = v128.load(out, 16);
  for (; x < end; x += 4, m += width) {
    const s = v128.load32_splat(x);
    a = f32x4.add(a, f32x4.mul(s, v128.load(m)));
    b = f32x4.add(b, f32x4.mul(s, v128.load(m, 16)));
  }
  v128.store(out, a);
  v128.store(out, b, 16);
}

// @ts-ignore: decorator
@inline
function columns4(out: usize, x: usize, end: usize, m: usize, width: usize): void {
  let a = v128.load(out);
  for (; x < end; x += 4, m += width) a = f32x4.add(a, f32x4.mul(v128.load32_splat(x), v128.load(m)));
  v128.store(out, a);
}
