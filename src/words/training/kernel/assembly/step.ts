import { sigmoid } from "../../../../student/kernel/assembly/sigmoid";
import { addLoss, addPairs } from "./loss";
import { gradients, labels, rates, stride, targets } from "./memory";

/**
 * One step of gradient descent: `count` rows, whose addresses lie at `rows`, against the six targets.
 *   g[c, t] = rate[t] * (label[t] - sigmoid(row[c] . target[t]))     from the rows as they were
 *   row[c] += sum over t of g[c, t] * target[t]
 *   target[t] += sum over c of g[c, t] * row[c]                      two rows with three targets at a time
 * Two by three is what the 16 registers of x86 hold: more loads are saved by a larger block, but sums then spill.
 */
export function step(rows: usize, count: i32, measuring: bool): void {
  const a = target(0), b = target(1), c = target(2), d = target(3), e = target(4), f = target(5);
  let i = 0;
  for (; i + 1 < count; i += 2) {
    const p = address(rows, i), q = address(rows, i + 1), g = gradients + (<usize>i << 5);
    dotPair(p, q, a, b, c, g);
    dotPair(p, q, d, e, f, g + 16);
  }
  if (i < count) dotOne(address(rows, i), a, b, c, d, e, f, gradients + (<usize>i << 5));

  const labels0 = v128.load(labels), labels1 = v128.load(labels, 16);
  const rates0 = v128.load(rates), rates1 = v128.load(rates, 16);
  for (i = 0; i < count; i++) {
    const g = gradients + (<usize>i << 5);
    const p0 = sigmoid(v128.load(g)), p1 = sigmoid(v128.load(g, 16));
    v128.store(g, f32x4.mul(f32x4.sub(labels0, p0), rates0));
    v128.store(g, f32x4.mul(f32x4.sub(labels1, p1), rates1), 16);
    if (measuring) {
      addLoss(p0, labels0, rates0);
      addLoss(p1, labels1, rates1);
    }
  }
  if (measuring) addPairs(count);

  for (i = 0; i + 1 < count; i += 2) {
    const p = address(rows, i), q = address(rows, i + 1), g = gradients + (<usize>i << 5);
    updatePair(p, q, a, b, c, g);
    updatePair(p, q, d, e, f, g + 16);
  }
  if (i < count) updateOne(address(rows, i), a, b, c, d, e, f, gradients + (<usize>i << 5));
}

// @ts-ignore: decorator
@inline
function target(place: usize): usize {
  return load<u32>(targets + (place << 2));
}

// @ts-ignore: decorator
@inline
function address(rows: usize, i: i32): usize {
  return load<u32>(rows + (<usize>i << 2));
}

/** Dot products of two rows with three, to g[0..2] and to g[8..10], which is the second row's place. */
// @ts-ignore: decorator
@inline
function dotPair(p: usize, q: usize, a: usize, b: usize, c: usize, g: usize): void {
  const end = stride;
  let pa = f32x4.splat(0), pb = pa, pc = pa, qa = pa, qb = pa, qc = pa;
  for (let k: usize = 0; k < end; k += 16) {
    const x = v128.load(p + k), y = v128.load(q + k);
    const u = v128.load(a + k), v = v128.load(b + k), w = v128.load(c + k);
    pa = f32x4.add(pa, f32x4.mul(x, u));
    qa = f32x4.add(qa, f32x4.mul(y, u));
    pb = f32x4.add(pb, f32x4.mul(x, v));
    qb = f32x4.add(qb, f32x4.mul(y, v));
    pc = f32x4.add(pc, f32x4.mul(x, w));
    qc = f32x4.add(qc, f32x4.mul(y, w));
  }
  v128.store(g, sums(pa, pb, pc));
  v128.store(g, sums(qa, qb, qc), 32);
}

/** Dot products of one row with six, to g[0..2] and g[4..6]. */
// @ts-ignore: decorator
@inline
function dotOne(p: usize, a: usize, b: usize, c: usize, d: usize, e: usize, f: usize, g: usize): void {
  const end = stride;
  let pa = f32x4.splat(0), pb = pa, pc = pa, pd = pa, pe = pa, pf = pa;
  for (let k: usize = 0; k < end; k += 16) {
    const x = v128.load(p + k);
    pa = f32x4.add(pa, f32x4.mul(x, v128.load(a + k)));
    pb = f32x4.add(pb, f32x4.mul(x, v128.load(b + k)));
    pc = f32x4.add(pc, f32x4.mul(x, v128.load(c + k)));
    pd = f32x4.add(pd, f32x4.mul(x, v128.load(d + k)));
    pe = f32x4.add(pe, f32x4.mul(x, v128.load(e + k)));
    pf = f32x4.add(pf, f32x4.mul(x, v128.load(f + k)));
  }
  v128.store(g, sums(pa, pb, pc));
  v128.store(g, sums(pd, pe, pf), 16);
}

/** [sum(a), sum(b), sum(c), sum(c)] */
// @ts-ignore: decorator
@inline
function sums(a: v128, b: v128, c: v128): v128 {
  const ab = f32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cc = f32x4.add(v128.shuffle<i32>(c, c, 0, 4, 1, 5), v128.shuffle<i32>(c, c, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<i32>(ab, cc, 0, 1, 4, 5), v128.shuffle<i32>(ab, cc, 2, 3, 6, 7));
}

/** Adds to two rows and three targets what they learn from each other. */
// @ts-ignore: decorator
@inline
function updatePair(p: usize, q: usize, a: usize, b: usize, c: usize, g: usize): void {
  const end = stride;
  const ga = v128.load32_splat(g), gb = v128.load32_splat(g, 4), gc = v128.load32_splat(g, 8);
  const ha = v128.load32_splat(g, 32), hb = v128.load32_splat(g, 36), hc = v128.load32_splat(g, 40);
  for (let k: usize = 0; k < end; k += 16) {
    const x = v128.load(p + k), y = v128.load(q + k);
    let newX = x, newY = y;
    const u = v128.load(a + k);
    newX = f32x4.add(newX, f32x4.mul(ga, u));
    newY = f32x4.add(newY, f32x4.mul(ha, u));
    v128.store(a + k, f32x4.add(f32x4.add(u, f32x4.mul(ga, x)), f32x4.mul(ha, y)));
    const v = v128.load(b + k);
    newX = f32x4.add(newX, f32x4.mul(gb, v));
    newY = f32x4.add(newY, f32x4.mul(hb, v));
    v128.store(b + k, f32x4.add(f32x4.add(v, f32x4.mul(gb, x)), f32x4.mul(hb, y)));
    const w = v128.load(c + k);
    newX = f32x4.add(newX, f32x4.mul(gc, w));
    newY = f32x4.add(newY, f32x4.mul(hc, w));
    v128.store(c + k, f32x4.add(f32x4.add(w, f32x4.mul(gc, x)), f32x4.mul(hc, y)));
    v128.store(p + k, newX);
    v128.store(q + k, newY);
  }
}

/** Adds to a row and six targets what they learn from each other. */
// @ts-ignore: decorator
@inline
function updateOne(p: usize, a: usize, b: usize, c: usize, d: usize, e: usize, f: usize, g: usize): void {
  const end = stride;
  const ga = v128.load32_splat(g), gb = v128.load32_splat(g, 4), gc = v128.load32_splat(g, 8);
  const gd = v128.load32_splat(g, 16), ge = v128.load32_splat(g, 20), gf = v128.load32_splat(g, 24);
  for (let k: usize = 0; k < end; k += 16) {
    const x = v128.load(p + k);
    let newX = x;
    const u = v128.load(a + k), v = v128.load(b + k), w = v128.load(c + k);
    newX = f32x4.add(newX, f32x4.mul(ga, u));
    v128.store(a + k, f32x4.add(u, f32x4.mul(ga, x)));
    newX = f32x4.add(newX, f32x4.mul(gb, v));
    v128.store(b + k, f32x4.add(v, f32x4.mul(gb, x)));
    newX = f32x4.add(newX, f32x4.mul(gc, w));
    v128.store(c + k, f32x4.add(w, f32x4.mul(gc, x)));
    const r = v128.load(d + k), s = v128.load(e + k), t = v128.load(f + k);
    newX = f32x4.add(newX, f32x4.mul(gd, r));
    v128.store(d + k, f32x4.add(r, f32x4.mul(gd, x)));
    newX = f32x4.add(newX, f32x4.mul(ge, s));
    v128.store(e + k, f32x4.add(s, f32x4.mul(ge, x)));
    newX = f32x4.add(newX, f32x4.mul(gf, t));
    v128.store(f + k, f32x4.add(t, f32x4.mul(gf, x)));
    v128.store(p + k, newX);
  }
}
