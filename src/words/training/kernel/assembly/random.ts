import { aliases } from "./memory";

let state: u64 = 1;

export function getState(): u64 {
  return state;
}
export function setState(value: u64): void {
  state = value;
}

/** 32 random bits: the upper half of a linear congruential generator of 64 (Knuth's MMIX). */
// @ts-ignore: decorator
@inline
export function random(): u32 {
  state = state * 6364136223846793005 + 1442695040888963407;
  return <u32>(state >> 32);
}

/** 0 to bound - 1, each as often as a 32-bit random number allows (Lemire 2019, without its rejection). */
// @ts-ignore: decorator
@inline
export function below(bound: u32): u32 {
  return <u32>((<u64>random() * <u64>bound) >> 32);
}

/** A negative word, by Walker's alias method: a word, or the other one of its entry. */
// @ts-ignore: decorator
@inline
export function drawWord(words: u32): u32 {
  const word = below(words);
  const entry = aliases + (<usize>word << 3);
  return random() <= load<u32>(entry) ? word : load<u32>(entry, 4);
}
