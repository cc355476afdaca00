import { mix32 } from "../../../tensor/index.js";

/** A number for each of many pairs of numbers from 0 on: 12 bytes a pair, in a hash table of plain integers. */
export class PairMap {
  #length = 0;
  #firsts: Uint32Array;
  #seconds: Uint32Array;
  /** The pair's number and 1; 0 marks an empty slot. */
  #values: Uint32Array;

  /** @param slots a power of 2 */
  constructor(slots = 1 << 12) {
    this.#firsts = new Uint32Array(slots);
    this.#seconds = new Uint32Array(slots);
    this.#values = new Uint32Array(slots);
  }

  /** How many pairs there are. */
  get length(): number {
    return this.#length;
  }

  /** The number of a pair; undefined if it has none. */
  get(first: number, second: number): number | undefined {
    const value = this.#values[this.#find(first, second)]!;
    return value === 0 ? undefined : value - 1;
  }

  set(first: number, second: number, value: number): void {
    const slot = this.#find(first, second);
    if (this.#values[slot] !== 0) {
      this.#values[slot] = value + 1;
      return;
    }
    this.#firsts[slot] = first;
    this.#seconds[slot] = second;
    this.#values[slot] = value + 1;
    this.#length++;
    if (3 * this.#length > 2 * this.#values.length) this.#grow();
  }

  *[Symbol.iterator](): Generator<[first: number, second: number, value: number]> {
    for (let slot = 0; slot < this.#values.length; slot++) {
      if (this.#values[slot] !== 0) yield [this.#firsts[slot]!, this.#seconds[slot]!, this.#values[slot]! - 1];
    }
  }

  #find(first: number, second: number): number {
    const mask = this.#values.length - 1;
    let slot = mix32(first ^ Math.imul(second, 0x9e3779b1)) & mask;
    while (this.#values[slot] !== 0 && (this.#firsts[slot] !== first || this.#seconds[slot] !== second))
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const larger = new PairMap(2 * this.#values.length);
    for (const [first, second, value] of this) larger.set(first, second, value);
    this.#firsts = larger.#firsts;
    this.#seconds = larger.#seconds;
    this.#values = larger.#values;
  }
}
