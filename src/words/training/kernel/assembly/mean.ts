import { contexts, mean, oldMean, stride } from "./memory";

/** CBOW's one row: the mean of the `count` context rows. */
export function meanOfContexts(count: i32): void {
  const scale = f32x4.splat(1 / <f32>count);
  const end = stride, list = contexts, to = mean, kept = oldMean;
  let k: usize = 0;
  for (; k + 64 <= end; k += 64) {
    let s = f32x4.splat(0), t = s, u = s, v = s;
    for (let i = 0; i < count; i++) {
      const row = <usize>load<u32>(list + (<usize>i << 2)) + k;
      s = f32x4.add(s, v128.load(row));
      t = f32x4.add(t, v128.load(row, 16));
      u = f32x4.add(u, v128.load(row, 32));
      v = f32x4.add(v, v128.load(row, 48));
    }
    s = f32x4.mul(s, scale);
    t = f32x4.mul(t, scale);
    u = f32x4.mul(u, scale);
    v = f32x4.mul(v, scale);
    v128.store(to + k, s);
    v128.store(to + k, t, 16);
    v128.store(to + k, u, 32);
    v128.store(to + k, v, 48);
    v128.store(kept + k, s);
    v128.store(kept + k, t, 16);
    v128.store(kept + k, u, 32);
    v128.store(kept + k, v, 48);
  }
  for (; k < end; k += 16) {
    let s = f32x4.splat(0);
    for (let i = 0; i < count; i++) s = f32x4.add(s, v128.load(<usize>load<u32>(list + (<usize>i << 2)) + k));
    s = f32x4.mul(s, scale);
    v128.store(to + k, s);
    v128.store(kept + k, s);
  }
}

/** Each context row changes by as much as the mean has, undivided, as the original program and gensim do. */
export function spreadChange(count: i32): void {
  const end = stride, list = contexts, to = mean, kept = oldMean;
  let k: usize = 0;
  for (; k + 64 <= end; k += 64) {
    const s = f32x4.sub(v128.load(to + k), v128.load(kept + k));
    const t = f32x4.sub(v128.load(to + k, 16), v128.load(kept + k, 16));
    const u = f32x4.sub(v128.load(to + k, 32), v128.load(kept + k, 32));
    const v = f32x4.sub(v128.load(to + k, 48), v128.load(kept + k, 48));
    for (let i = 0; i < count; i++) {
      const row = <usize>load<u32>(list + (<usize>i << 2)) + k;
      v128.store(row, f32x4.add(v128.load(row), s));
      v128.store(row, f32x4.add(v128.load(row, 16), t), 16);
      v128.store(row, f32x4.add(v128.load(row, 32), u), 32);
      v128.store(row, f32x4.add(v128.load(row, 48), v), 48);
    }
  }
  for (; k < end; k += 16) {
    const s = f32x4.sub(v128.load(to + k), v128.load(kept + k));
    for (let i = 0; i < count; i++) {
      const row = <usize>load<u32>(list + (<usize>i << 2)) + k;
      v128.store(row, f32x4.add(v128.load(row), s));
    }
  }
}
