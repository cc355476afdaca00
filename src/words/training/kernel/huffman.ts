/** The way to each word through a binary tree, from its root; of all words one after another. */
export interface HuffmanPaths {
  /** Where each word's steps begin in the lists below, and where the last word's end: `[words + 1]`. */
  readonly starts: Uint32Array;
  /** The inner node at each step, 0 to words - 2. */
  readonly nodes: Uint32Array;
  /** The turn taken there: 0 or 1. */
  readonly codes: Uint8Array;
}

/**
 * A Huffman tree: the more frequent a word, the shorter its path. Of two equal counts the one that came later is joined
 * first, as in word2vec.c.
 * @param counts from the greatest to the least, at least two
 */
export function huffmanPaths(counts: Float64Array): HuffmanPaths {
  const words = counts.length;
  const parents = new Uint32Array(2 * words - 1);
  const turns = new Uint8Array(2 * words - 1);
  const sums = new Float64Array(2 * words - 1).fill(Infinity);
  sums.set(counts);
  // Leaves are taken from the least count up, inner nodes in the order in which they were made: that is by count too.
  let leaf = words - 1;
  let inner = words;
  const takeLeast = (): number => (leaf >= 0 && sums[leaf]! < sums[inner]! ? leaf-- : inner++);
  for (let node = words; node < 2 * words - 1; node++) {
    const [left, right] = [takeLeast(), takeLeast()];
    sums[node] = sums[left]! + sums[right]!;
    parents[left] = parents[right] = node;
    turns[right] = 1;
  }
  return walkPaths(words, parents, turns);
}

function walkPaths(words: number, parents: Uint32Array, turns: Uint8Array): HuffmanPaths {
  const root = 2 * words - 2;
  const starts = new Uint32Array(words + 1);
  for (let word = 0; word < words; word++) {
    let steps = 0;
    for (let node = word; node !== root; node = parents[node]!) steps++;
    starts[word + 1] = starts[word]! + steps;
  }
  const nodes = new Uint32Array(starts[words]!);
  const codes = new Uint8Array(starts[words]!);
  for (let word = 0; word < words; word++) {
    let at = starts[word + 1]!;
    for (let node = word; node !== root; node = parents[node]!) {
      at--;
      nodes[at] = parents[node]! - words;
      codes[at] = turns[node]!;
    }
  }
  return { starts, nodes, codes };
}
