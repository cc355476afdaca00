import { mix32 } from "../tensor/index.js";

const golden = 0x9e3779b9;

/**
 * Random numbers of one augmentation, which depend on (seed, epoch, place of the augmentation, sample) alone: not on the
 * batch that a sample comes in, nor on what was drawn before. So an epoch can be entered anywhere, and repeated.
 * One object serves all samples, set to each in turn: nothing is allocated in the loop.
 */
export class SampleRandom {
  readonly #key: number;
  #state = 0;

  /** @param place of the augmentation in the list: two of one kind must not draw the same numbers */
  constructor(seed: number, epoch: number, place: number) {
    this.#key = mix32(mix32(mix32(seed + golden) ^ epoch) + golden * (place + 1));
  }

  /** Begins the numbers of one sample, by its place in the data set. */
  start(sample: number): void {
    this.#state = mix32(this.#key ^ mix32(sample + golden));
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (this.#state + golden) >>> 0;
    return mix32(this.#state) / 0x1_0000_0000;
  }

  /** An integer, uniform in 0 … bound - 1. */
  integer(bound: number): number {
    return Math.floor(this.next() * bound);
  }
}
