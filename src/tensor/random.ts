/**
 * A seeded generator of random numbers: xoshiro128** (Blackman and Vigna 2018), its state filled by SplitMix32.
 * The same seed gives the same numbers on every machine. `fork(name)` gives an independent stream, so that adding one
 * consumer does not shift the numbers of another.
 */
export class Random {
  readonly #state: Uint32Array;
  readonly seed: number;

  /** @param seed any integer from 0 to 2³² - 1 */
  constructor(seed: number) {
    this.seed = seed >>> 0;
    let counter = this.seed;
    this.#state = Uint32Array.from({ length: 4 }, () => mix32((counter = (counter + 0x9e3779b9) >>> 0)));
  }

  /** An independent stream for a named purpose; depends on this generator's seed, not on its position. */
  fork(name: string | number): Random {
    return new Random(mix32(hashText(String(name)) ^ mix32(this.seed)));
  }

  /** The next integer, uniform in 0 … 2³² - 1. */
  uint32(): number {
    const s = this.#state;
    const scrambled = Math.imul(s[1]!, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = (s[3]! << 11) | (s[3]! >>> 21);
    return result;
  }

  /** A number in [0, 1) with 32 random bits. */
  next(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** An integer, uniform in 0 … bound - 1, without modulo bias. */
  integer(bound: number): number {
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound);
    let value = this.uint32();
    while (value >= limit) value = this.uint32();
    return value % bound;
  }

  /** A number of the normal distribution (Box and Muller 1958). */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.next());
  }

  /** 0 … n - 1 in random order (Fisher and Yates). */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = order[i]!;
      order[i] = order[j]!;
      order[j] = kept;
    }
    return order;
  }
}

/** A bijection of 32-bit integers that mixes every bit into every other (murmur3's finaliser). */
export function mix32(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** FNV-1a over the UTF-16 code units of a text. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
