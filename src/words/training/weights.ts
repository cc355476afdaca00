/** What training learns. Rows stand in the order of the vocabulary, `[words, size]`, row-major. */
export interface Weights {
  /** The vectors. */
  readonly input: Float32Array;
  /** Of negative sampling: the rows that vectors are multiplied with to predict a word. */
  readonly output: Float32Array | undefined;
  /** Of hierarchical softmax: the rows of the Huffman tree's inner nodes, `[words - 1, size]`. */
  readonly nodes: Float32Array | undefined;
}
