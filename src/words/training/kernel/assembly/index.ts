// The inner loop of Word2Vec (Mikolov et al. 2013, arXiv:1310.4546) for one thread, in AssemblyScript. All threads change
// the weights in one shared memory without locks (Recht et al. 2011, arXiv:1106.5730). The targets of a window, its word
// with drawn negatives or the nodes of a path, are shared by all its context words: dot products become small matrix
// products, whose rows stay in registers (Ji et al. 2016, arXiv:1604.04661).

import { meanOfContexts, spreadChange } from "./mean";
import { contexts, inputs, keep, meanOnly, nodes, sentence, stride } from "./memory";
import { below, random } from "./random";
import { hierarchicalSoftmax, negativeSampling } from "./targets";

export { getPairs, getPower, getProduct, resetLoss } from "./loss";
export { scratchBytes, setScratch, setShared } from "./memory";
export { getState, setState } from "./random";

let words: u32 = 0;
let window: u32 = 0;
let negatives: i32 = 0;
let cbow: bool = false;

/** The loss is measured in one window of this many. */
const measureEvery: u32 = 32;

export function setOptions(vocabulary: u32, windowSize: u32, negativeWords: i32, isCbow: bool): void {
  words = vocabulary;
  window = windowSize;
  negatives = negativeWords;
  cbow = isCbow;
}

/** Trains on `count` ids, sentence after sentence, each ended by -1. */
export function train(ids: usize, count: u32, rate: f32): void {
  let length = 0;
  for (let i: u32 = 0; i < count; i++) {
    const id = load<i32>(ids + (<usize>i << 2));
    if (id < 0) {
      trainSentence(length, rate);
      length = 0;
    } else if (keep == 0 || random() < load<u32>(keep + (<usize>id << 2))) {
      store<i32>(sentence + (<usize>length << 2), id);
      length++;
    }
  }
  trainSentence(length, rate);
}

function trainSentence(length: i32, rate: f32): void {
  for (let i = 0; i < length; i++) {
    const count = gatherContexts(i, length);
    if (count > 0) trainWindow(<u32>load<i32>(sentence + (<usize>i << 2)), count, rate);
  }
}

/** The rows of the words around place `i`, up to a random distance: near words are met more often. */
function gatherContexts(i: i32, length: i32): i32 {
  const reach = <i32>(window - below(window)); // 1 to window
  const last = min(length - 1, i + reach);
  let count = 0;
  for (let j = max(0, i - reach); j <= last; j++) {
    if (j == i) continue;
    const row = inputs + <usize>load<i32>(sentence + (<usize>j << 2)) * stride;
    store<u32>(contexts + (<usize>count << 2), <u32>row);
    count++;
  }
  return count;
}

function trainWindow(word: u32, contextCount: i32, rate: f32): void {
  const measuring = below(measureEvery) == 0;
  if (cbow) meanOfContexts(contextCount);
  const rows = cbow ? meanOnly : contexts;
  const count = cbow ? 1 : contextCount;
  if (nodes != 0) hierarchicalSoftmax(word, rows, count, rate, measuring);
  if (negatives > 0) negativeSampling(word, words, negatives, rows, count, rate, measuring);
  if (cbow) spreadChange(contextCount);
}
