import { labels, nobody, nodes, outputs, pathCodes, pathNodes, pathStarts, rates, stride, targets } from "./memory";
import { drawWord } from "./random";
import { step } from "./step";

/** How many targets a step takes: a word with five negatives, or six nodes of its path. */
const places: i32 = 6;

/** How often a negative is drawn anew that is a target already; a tiny vocabulary may have no other. */
const patience: i32 = 8;

/** `count` rows learn that their word is `word`, and not some drawn ones. */
export function negativeSampling(
  word: u32,
  words: u32,
  negatives: i32,
  rows: usize,
  count: i32,
  rate: f32,
  measuring: bool,
): void {
  const positive = outputs + <usize>word * stride;
  setTarget(0, positive, 1, rate);
  let place = 1;
  for (let i = 0; i < negatives; i++) {
    const row = drawOther(words, positive, place);
    if (row == 0) continue;
    setTarget(place++, row, 0, rate);
    if (place == places) {
      step(rows, count, measuring);
      place = 0;
    }
  }
  finish(place, rows, count, measuring);
}

/** `count` rows learn the turns of the word's path through the Huffman tree: 1 at a left one, whose code is 0. */
export function hierarchicalSoftmax(word: u32, rows: usize, count: i32, rate: f32, measuring: bool): void {
  const entry = pathStarts + (<usize>word << 2);
  const end = load<u32>(entry, 4);
  let place = 0;
  for (let i = load<u32>(entry); i < end; i++) {
    const row = nodes + <usize>load<u32>(pathNodes + (<usize>i << 2)) * stride;
    const label: f32 = load<u8>(pathCodes + <usize>i) == 0 ? 1 : 0;
    setTarget(place++, row, label, rate);
    if (place == places) {
      step(rows, count, measuring);
      place = 0;
    }
  }
  finish(place, rows, count, measuring);
}

/** A step against fewer targets than there are places: nobody stands in the others. */
function finish(taken: i32, rows: usize, count: i32, measuring: bool): void {
  if (taken == 0) return;
  for (let place = taken; place < places; place++) setTarget(place, nobody, 0, 0);
  step(rows, count, measuring);
}

// @ts-ignore: decorator
@inline
function setTarget(place: i32, row: usize, label: f32, rate: f32): void {
  store<u32>(targets + (<usize>place << 2), <u32>row);
  const lane = <usize>(place < 3 ? place : place + 1) << 2; // labels stand in two groups of three
  store<f32>(labels + lane, label);
  store<f32>(rates + lane, rate);
}

/** The output row of a drawn word that is neither the positive one nor among the `taken` targets; 0 if none was found. */
function drawOther(words: u32, positive: usize, taken: i32): usize {
  for (let attempt = 0; attempt < patience; attempt++) {
    const row = outputs + <usize>drawWord(words) * stride;
    let free = row != positive;
    for (let place = 0; place < taken; place++) {
      if (row == <usize>load<u32>(targets + (<usize>place << 2))) free = false;
    }
    if (free) return row;
  }
  return 0;
}
