// Where things lie. Addresses are bytes in the memory that all threads share; rows have `stride` bytes, a multiple of 16,
// and their columns past the vectors' size are zeros and stay zeros.

/** [words, stride]: the vectors that training is for. */
export let inputs: usize = 0;
/** [words, stride]: output rows of negative sampling. */
export let outputs: usize = 0;
/** [words - 1, stride]: output rows of hierarchical softmax, the inner nodes of its Huffman tree; 0 without it. */
export let nodes: usize = 0;
export let stride: usize = 0;

/** u32 a word: an occurrence is kept if a random number is below it; 0 if all are kept. */
export let keep: usize = 0;
/** Walker's alias table of negative words, two u32 a word: a threshold, another word. */
export let aliases: usize = 0;
/** u32 a word and one more: where a word's path begins in the two lists below. */
export let pathStarts: usize = 0;
/** u32: the node at each step of the paths. */
export let pathNodes: usize = 0;
/** u8: the turn at each step, 0 or 1. */
export let pathCodes: usize = 0;

// The rest belongs to one thread.

/** u32, six: the addresses of the rows that a step learns against. */
export let targets: usize = 0;
/** f32, two groups of four of which three count: what each target should answer, 1 or 0. */
export let labels: usize = 0;
/** f32, likewise: the learning rate, 0 where a target is missing. */
export let rates: usize = 0;
/** A row of zeros that stands where a target is missing. */
export let nobody: usize = 0;
/** CBOW's mean of the context rows, as it learns, and as it was. */
export let mean: usize = 0;
export let oldMean: usize = 0;
/** u32: the address of `mean`, a list of one row. */
export let meanOnly: usize = 0;
/** u32, one for each context row of a window: its address. */
export let contexts: usize = 0;
/** f32, eight for each context row: its gradients against the six targets, grouped as the labels are. */
export let gradients: usize = 0;
/** i32, one for each word of a sentence: those that subsampling keeps. */
export let sentence: usize = 0;

/** The tables that all threads share; an address of 0 says that there is none. */
export function setShared(
  inputRows: usize,
  outputRows: usize,
  nodeRows: usize,
  rowBytes: usize,
  keepTable: usize,
  aliasTable: usize,
  starts: usize,
  path: usize,
  codes: usize,
): void {
  inputs = inputRows;
  outputs = outputRows;
  nodes = nodeRows;
  stride = rowBytes;
  keep = keepTable;
  aliases = aliasTable;
  pathStarts = starts;
  pathNodes = path;
  pathCodes = codes;
}

/** How much memory a thread needs for itself, all zeros at first. */
export function scratchBytes(rowBytes: usize, window: usize, longestSentence: usize): usize {
  return 128 + 3 * rowBytes + 2 * window * 36 + longestSentence * 4;
}

/** @param scratch a multiple of 16 */
export function setScratch(scratch: usize, window: usize): void {
  labels = scratch;
  rates = scratch + 32;
  targets = scratch + 64;
  meanOnly = scratch + 96;
  nobody = scratch + 128;
  mean = nobody + stride;
  oldMean = mean + stride;
  gradients = oldMean + stride;
  contexts = gradients + 2 * window * 32;
  sentence = contexts + 2 * window * 4;
  store<u32>(meanOnly, <u32>mean);
}
